"""What a provider changes of a bank is what products are shown of it."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure_member, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.consumer_calls import bank_of
from sandbank_conformance.suite.provider.provider_banks import HOME, Banks

pytestmark = of_api("consumer")


@requirement("PRV-BANK-01", level="profile")
def test_an_update_shows_country_and_address(banks: Banks, product: Product, draw: Draw) -> None:
    bank = banks.offered_new(draw, countryCode="FRA")

    given(banks.change(toUpdate=[bank.named(countryCode="NO", url=f"{HOME}/new")]))

    shown = product.call("getBank", bank.principal_id)
    wanted = {"primaryCountry": "NOR", "primaryCountry2CharIso": "NO", "bankURL": f"{HOME}/new"}
    for name, value in wanted.items():
        ensure_member(shown, f"/{name}", value)


@requirement("PRV-BANK-01", level="profile")
@pytest.mark.parametrize("change", ["toUpdate", "toRemove"])
@pytest.mark.usefixtures("owner")  # who brings back the bank of the configuration
def test_a_bank_without_an_external_ref_takes_the_one_it_is_named_by(
    change: str, run: Run, banks: Banks, draw: Draw
) -> None:
    named = {"principalId": bank_of(run), "externalRef": f"bank-{draw.word()}"}

    answer = given(banks.change(**{change: [named]}))

    for name, value in named.items():
        ensure_member(answer, f"/data/{change}/0/{name}", value)
