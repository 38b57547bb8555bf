"""The target under examination: how it is called, and what of it cannot be wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbank_conformance import playground
from sandbank_conformance.conditions import told
from sandbank_conformance.doctor.findings import Notes
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.run import Run
from sandbank_conformance.target import ProductAccess

TITLES = {
    "consumer": "the Consumer API",
    "provider": "the Provider API",
    "user_banking": "the User banking API",
}
TABLES = {"consumer": "consumer", "provider": "provider", "user_banking": "user-banking"}


def either(names: Sequence[str]) -> str:
    """Names to choose from."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


LOADED = "nothing here: `sandbank verify` loads the playground, which has it"


@dataclass(frozen=True, slots=True)
class Patient:
    """A target with its callers, and the notes about it."""

    run: Run
    notes: Notes

    def url_place(self, api: str) -> str:
        """The key or option that its URL comes from."""
        return self.run.target.places.get(api, f"[{TABLES.get(api, api)}] url")

    def said(self, answer: Exchange) -> str:
        """An answer in one line, without secrets."""
        return self.run.secrets.masked(told(answer))

    def shown(self, answer: Exchange, words: str = "") -> str:
        """A call in one line, without secrets."""
        sent = answer.sent
        return self.run.secrets.masked(f"{sent.method} {sent.url} {words}".strip())

    def credentials(
        self, place: str, *, given: Any, tried: str, received: str, change: str
    ) -> None:
        """Note that a caller is refused: what the playground itself has cannot be wrong."""
        if self.run.ground.is_ours and _is_playground(given):
            self.notes.target(place, tried=tried, received=received, change=LOADED)
        else:
            self.notes.config(place, tried=tried, received=received, change=change)

    def held(self, place: str, *, given: Any, tried: str, received: str, change: str) -> None:
        """Note that something is not as it is said to be; nobody said so of the playground's."""
        if not _is_playground(given):
            self.notes.config(place, tried=tried, received=received, change=change)
        elif self.run.ground.is_ours:
            self.notes.target(place, tried=tried, received=received, change=LOADED)
        else:
            self.notes.target(
                place,
                tried=tried,
                received=received,
                change=f"{change}; until then some checks are not testable",
            )

    def only_here(self, place: str, value: str) -> None:
        """Note what is in the world that is there now, and not in the one that is to be loaded."""
        if self.run.ground.is_ours and value not in _IDS:
            self.notes.config(
                place,
                tried="to find it in the playground, which `sandbank verify` loads",
                received=f"{value} is not in the playground, only in the world that is there now",
                change="[control] keep-world = true, or --keep-world: then that world is used",
            )


def _is_playground(value: Any) -> bool:
    """Whether it is as in the world that a run loads."""
    if isinstance(value, ProductAccess):
        value = replace(value, accounts=())
    return value in _PLAYGROUND


def _of_playground() -> list[Any]:
    consumer, provider = playground.consumer(""), playground.provider("")
    banking = playground.user_banking("")
    products = [each for each in (consumer.product, consumer.sibling, consumer.stranger) if each]
    return [
        *(replace(each, accounts=()) for each in products),
        *(account for each in products for account in each.accounts),
        consumer.bank,
        consumer.other_application,
        provider.provider,
        provider.rival,
        banking.client,
        banking.reader,
        banking.other,
        *banking.fetched,
    ]


_PLAYGROUND = _of_playground()
_IDS = {
    value
    for each in _PLAYGROUND
    for name in ("company", "client_id", "id", "account")
    if (value := getattr(each, name, ""))
}
