"""What a provider changes of its banks in one call: creates, updates, removes."""

from dataclasses import dataclass, replace

from sandbank_server.domain.connectors import CallbackUrls
from sandbank_server.domain.countries import Country
from sandbank_server.domain.organisations import Bank


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBank:
    """A bank that is to be offered to products."""

    name: str
    country: Country
    external_ref: str
    url: str | None = None
    supportiframe: bool = False
    callback_urls: CallbackUrls | None = None

    def as_bank(self, bank_id: str, provider_id: str) -> Bank:
        """The bank under its id, its provider's."""
        return Bank(
            bank_id=bank_id,
            provider_id=provider_id,
            name=self.name,
            primary_country=self.country.alpha3,
            primary_country2_char_iso=self.country.alpha2,
            bank_url=self.url,
            external_ref=self.external_ref,
            supportiframe=self.supportiframe,
            callback_urls=self.callback_urls,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBank:
    """A bank as its provider names it: by our id, and by its own reference."""

    principal_id: str
    external_ref: str

    def names(self, bank: Bank) -> bool:
        """Whether it is this bank; one without a reference so far takes any."""
        same = self.principal_id == bank.bank_id and not bank.removed
        return same and bank.external_ref in (None, self.external_ref)

    def removed(self, bank: Bank) -> Bank:
        """The bank once it is offered no more."""
        return replace(bank, external_ref=self.external_ref, removed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankUpdate(NamedBank):
    """What becomes of one bank; None leaves a part as it was."""

    name: str | None = None
    country: Country | None = None
    url: str | None = None
    supportiframe: bool | None = None
    callback_urls: CallbackUrls | None = None

    def applied_to(self, bank: Bank) -> Bank:
        """The bank with the update made."""
        parts = {
            "name": self.name,
            "primary_country": self.country and self.country.alpha3,
            "primary_country2_char_iso": self.country and self.country.alpha2,
            "bank_url": self.url,
            "supportiframe": self.supportiframe,
            "callback_urls": self.callback_urls,
        }
        changes = {name: part for name, part in parts.items() if part is not None}
        return replace(bank, external_ref=self.external_ref, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankChanges:
    """All of one call."""

    to_create: tuple[NewBank, ...] = ()
    to_update: tuple[BankUpdate, ...] = ()
    to_remove: tuple[NamedBank, ...] = ()
