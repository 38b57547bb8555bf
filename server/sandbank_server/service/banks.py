"""The banks that can be connected."""

from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Malformed, Unknown, Violation
from sandbank_server.service.ports import Sandbox


def find(sandbox: Sandbox, *, country: str = "", name: str = "") -> list[Bank]:
    """The banks of a country whose names hold a text; an empty text asks for nothing."""
    offered = (bank for bank in sandbox.store.banks.all() if not bank.removed)
    return [bank for bank in offered if bank.matches(country=country, name=name)]


def get(sandbox: Sandbox, bank_id: str) -> Bank:
    """The bank of an id, or `Unknown`."""
    bank = offered(sandbox, bank_id)
    if bank is None:
        raise Unknown("CON-BANK-01", "unknown_bank", "There is no bank of this id.")
    return bank


def named(sandbox: Sandbox, bank_id: str, pointer: str) -> Bank:
    """The bank that a request names at a place, or `Malformed`."""
    bank = offered(sandbox, bank_id)
    if bank is None:
        raise Malformed("CON-ACC-01", violations=(Violation(pointer, "names no bank we know"),))
    return bank


def offered(sandbox: Sandbox, bank_id: str) -> Bank | None:
    """The bank of an id while products can connect it: its provider has not removed it."""
    bank = sandbox.store.banks.get(bank_id)
    return None if bank is None or bank.removed else bank


def offered_by(sandbox: Sandbox, provider_id: str) -> list[Bank]:
    """The banks that products can connect through a provider, in the order they came."""
    return [b for b in sandbox.store.banks.find("provider", provider_id) if not b.removed]
