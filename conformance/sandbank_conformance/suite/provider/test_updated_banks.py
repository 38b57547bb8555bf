"""What a provider changes of a bank is what products are shown of it."""

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure_member, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
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
