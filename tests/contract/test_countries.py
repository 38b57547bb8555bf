import pytest

from sandbank_contract.countries import COUNTRIES, CountryCodes, country_codes


@pytest.mark.parametrize("code", ["GB", "GBR", "gb", "Gbr"])
def test_a_country_is_known_by_both_of_its_codes(code: str) -> None:
    assert country_codes(code) == CountryCodes("GB", "GBR")


@pytest.mark.parametrize("code", ["", "G", "UK", "ZZ", "EUR", "GB-GBR", "ŉB"])
def test_another_code_is_no_country(code: str) -> None:
    assert country_codes(code) is None


def test_no_code_stands_for_two_countries() -> None:
    codes = [code for each in COUNTRIES for code in (each.alpha2, each.alpha3)]

    assert len(codes) == len(set(codes)) == 2 * 249
    assert {len(each.alpha2) for each in COUNTRIES} == {2}
    assert {len(each.alpha3) for each in COUNTRIES} == {3}
