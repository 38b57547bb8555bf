"""The banks that can be connected."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.consumer.near_ids import each_form, near

PATTERNS = ("%", "_", "*", "?", ".", ".*", "\\w", "[a-z]", "^", "|", "'", '"', "%%", "()")

COUNTRIES = ("primaryCountry", "primaryCountry2CharIso")
NEEDED = ("bankId", "name", *COUNTRIES)


def _banks(product: Product, **query: str) -> list[Any]:
    banks: list[Any] = given(product.call("listBanks", query=query)).json
    return banks


def _held(product: Product) -> list[Any]:
    banks = _banks(product)
    if not banks or any(not each.get(name) for each in banks for name in NEEDED):
        raise NotTestable(f"banks with {', '.join(NEEDED)}: the target has none")
    return banks


def _ensure_listed(product: Product, wanted: list[Any], **query: str) -> None:
    answer = product.call("listBanks", query=query)
    ensure_success(answer)
    ids = sorted(each["bankId"] for each in answer.json)
    expected = sorted(each["bankId"] for each in wanted)
    ensure(ids == expected, expected=f"the banks {expected}", received=str(ids), exchange=answer)


@smoke
@requirement("CON-BANK-01")
def test_every_listed_bank_can_be_read(product: Product) -> None:
    for bank in _held(product):
        shown = product.call("getBank", bank["bankId"])

        ensure_success(shown)
        ensure(shown.json == bank, expected=f"as listed: {bank}", received=str(shown.json))


@requirement("CON-BANK-01")
def test_another_application_sees_the_same_banks(product: Product, run: Run) -> None:
    consumer = run.target.consumer
    if consumer is None or not consumer.other_application:
        raise NotTestable('another application: [consumer] other-application = "…"')
    banks = _held(product)
    other = {"x-application": consumer.other_application, "Authorization": None}

    listed = product.call("listBanks", headers=other)

    ensure_success(listed)
    ensure(listed.json == banks, expected=f"{len(banks)} banks", received=f"{listed.json}")


@pytest.mark.parametrize("name_of_country", COUNTRIES)
@requirement("CON-BANK-01")
def test_banks_are_found_by_their(name_of_country: str, product: Product) -> None:
    banks = _held(product)

    for country in {each[name_of_country] for each in banks}:
        wanted = [each for each in banks if each[name_of_country] == country]

        _ensure_listed(product, wanted, primaryCountry=country)


@pytest.mark.parametrize("case", ["lower", "upper", "swapcase"])
@requirement("CON-BANK-01")
def test_banks_are_found_by_a_part_of_their_name_in_another_case(
    case: str, product: Product
) -> None:
    banks = _held(product)

    for bank in banks:
        part = bank["name"][1:-1] or bank["name"]
        wanted = [each for each in banks if part.casefold() in each["name"].casefold()]

        _ensure_listed(product, wanted, name=getattr(part, case)())


@requirement("CON-BANK-01")
def test_no_sign_stands_for_anything_in_the_name_of_a_bank(product: Product) -> None:
    banks = _held(product)
    name = banks[0]["name"]

    for sign in PATTERNS:
        for part in (sign, f"{name[:2]}{sign}{name[3:]}", f"{name}{sign}", f"{sign}{name}"):
            wanted = [each for each in banks if part.casefold() in each["name"].casefold()]

            _ensure_listed(product, wanted, name=part)


@requirement("CON-BANK-01")
def test_banks_fit_both_filters(product: Product) -> None:
    banks = _held(product)

    for bank in banks:
        for country in {each["primaryCountry"] for each in banks}:
            wanted = [
                each
                for each in banks
                if each["primaryCountry"] == country
                and bank["name"].casefold() in each["name"].casefold()
            ]

            _ensure_listed(product, wanted, primaryCountry=country, name=bank["name"])


@requirement("CON-BANK-01")
def test_no_bank_has_a_name_that_nobody_gave(product: Product, draw: Draw) -> None:
    _held(product)

    _ensure_listed(product, [], name=draw.word(16))


@each_form
@requirement("CON-BANK-01")
def test_404_for_a_bank_id_that_nobody_gave_and_that_is(
    form: str, product: Product, draw: Draw
) -> None:
    known = str(_held(product)[0]["bankId"])

    answer = product.call("getBank", near(form, known, draw))

    ensure_status(answer, 404)
