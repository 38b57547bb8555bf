"""The banks that can be connected."""

from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Malformed, Unknown, Violation
from sandbank_server.service.ports import Sandbox


def find(sandbox: Sandbox, *, country: str = "", name: str = "") -> list[Bank]:
    """The banks of a country whose names hold a text; an empty text asks for nothing."""
    return [bank for bank in sandbox.store.banks.all() if bank.matches(country=country, name=name)]


def get(sandbox: Sandbox, bank_id: str) -> Bank:
    """The bank of an id, or `Unknown`."""
    bank = sandbox.store.banks.get(bank_id)
    if bank is None:
        raise Unknown("CON-BANK-01", "unknown_bank", "There is no bank of this id.")
    return bank


def named(sandbox: Sandbox, bank_id: str, pointer: str) -> Bank:
    """The bank that a request names at a place, or `Malformed`."""
    bank = sandbox.store.banks.get(bank_id)
    if bank is None:
        raise Malformed("CON-ACC-01", violations=(Violation(pointer, "names no bank we know"),))
    return bank
