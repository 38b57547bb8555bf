"""An account is known to be connected by its identifiers as they are written."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, given
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.connections import of_bank
from sandbank_conformance.suite.provider.reports import Json, granted, onboarded, reported

# How an identifier is written, and another one that no reading of it makes the same.
WRITTEN = [
    pytest.param("00{digits}", "{digits}", id="zeros before"),
    pytest.param("{digits}00", "{digits}", id="zeros behind"),
    pytest.param("{digits}.0", "{digits}", id="a decimal"),
    pytest.param("{digits}e1", "{digits}0", id="an exponent"),
    pytest.param("Ab-{word}", "ab-{word}0", id="letters of both cases"),
    pytest.param("{digits} {word}", "{digits}", id="a blank"),
    pytest.param("{digits}-{word}", "{digits}", id="a hyphen"),
    pytest.param("{digits}/{word}", "{word}", id="a slash"),
    pytest.param("é-{word}", "é-{digits}", id="an accent"),
    pytest.param("9" * 15 + "9{digits}", "9" * 15 + "8{digits}", id="many digits"),
]


@pytest.mark.parametrize("name", ["bankIdentifier", "accountIdentifier"])
@pytest.mark.parametrize(("one", "two"), WRITTEN)
@requirement("PRV-AUTH-13")
def test_a_reported_account_is_connected_by_an_identifier_with(
    provider: Provider,
    product: Product,
    stock: Stock,
    owner: Owner,
    draw: Draw,
    name: str,
    one: str,
    two: str,
) -> None:
    parts = {"digits": draw.digits(6), "word": f"{draw.word()}{once()[:6]}"}
    connected = stock.account_body(draw) | {name: one.format(**parts)}
    other = connected | {name: two.format(**parts)}
    given(product.call("createBankAccount", json=connected))
    session = stock.onboarding()
    brought = [granted(draw, **of_bank(each)) for each in (connected, other)]
    given(reported(provider, stock, session, onboarded(*brought)))

    found = _connected(given(owner.call("listCandidates", session)).json)

    ids = [each["bankAccountExternalId"] for each in brought]
    wanted = {each: each == ids[0] for each in ids if each in found}
    if not wanted:
        raise NotTestable("candidates that are offered with the bankAccountExternalId reported")
    told = {each: found[each] for each in wanted}  # whether all are offered is another question
    ensure(told == wanted, expected=f"connected: {wanted}", received=f"connected: {told}")


def _connected(listed: list[Json]) -> dict[str, bool]:
    """Whether each candidate is connected, by the id that its provider gave it."""
    return {each["bankAccountExternalId"]: each["connected"] for each in listed}
