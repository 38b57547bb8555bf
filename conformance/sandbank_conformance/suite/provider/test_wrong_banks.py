"""Changes of banks with something wrong in them: none of them is made."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_refused,
    ensure_status,
    ensure_success,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.readings import afterwards
from sandbank_conformance.suite.provider.provider_banks import Bank, Banks, Json, bank_body

pytestmark = of_api("consumer")

MOST = 1_000

Wrong = Callable[[Draw, Bank], Json]  # lists of changes, one of which is wrong

NEW_ONES: dict[str, Any] = {
    "name": (None, 5, "", " "),
    "countryCode": (None, 5, "", "G", "GBRX", "XX", "ZZZ", "44"),
    "externalRef": (None, 5, "", " "),
    "url": (5, "verify.example", ""),
    "supportiframe": ("true", 1),
    "callbackURLs": ("https://verify.example", {"auth": 5}, {"notification": "nowhere"}),
}
BAD: dict[str, Wrong] = {
    "an update twice": lambda draw, bank: {
        "toUpdate": [bank.named(), bank.named(name=draw.word())]
    },
    "an update and a removal of one bank": lambda _, bank: {
        "toUpdate": [bank.named()],
        "toRemove": [bank.named()],
    },
    "a removal twice": lambda _, bank: {"toRemove": [bank.named(), bank.named()]},
    "an update to no name": lambda _, bank: {"toUpdate": [bank.named(name="")]},
    "an update without its externalRef": lambda _, bank: {
        "toUpdate": [{"principalId": bank.principal_id}]
    },
    "a removal without its principalId": lambda _, bank: {
        "toRemove": [{"externalRef": bank.external_ref}]
    },
    "no list": lambda draw, _: {"toCreate": bank_body(draw)},
    "no bank": lambda _, bank: {"toRemove": [bank.principal_id]},
    "too many": lambda draw, _: {"toCreate": [bank_body(draw) for _ in range(MOST + 1)]},
}
UNKNOWN: dict[str, Wrong] = {
    "an update of a bank that nobody has": lambda draw, bank: {
        "toUpdate": [bank.named(principalId=draw.alike(bank.principal_id))]
    },
    "a removal of a bank that nobody has": lambda draw, bank: {
        "toRemove": [bank.named(principalId=draw.alike(bank.principal_id))]
    },
    "an update by another externalRef": lambda draw, bank: {
        "toUpdate": [bank.named(externalRef=draw.word())]
    },
    "a removal by another externalRef": lambda draw, bank: {
        "toRemove": [bank.named(externalRef=draw.word())]
    },
}


def _all_of(wrong: dict[str, Wrong]) -> list[Any]:
    return [pytest.param(each, id=name) for name, each in wrong.items()]


@requirement("PRV-BANK-02")
@pytest.mark.parametrize("name", NEW_ONES)
def test_400_for_a_new_bank_with_a_wrong(name: str, banks: Banks, draw: Draw) -> None:
    good = bank_body(draw)
    lacking = {key: each for key, each in good.items() if key != name}
    left_out = [lacking] if NEW_ONES[name][0] is None else []

    for each in (*left_out, *({**good, name: value} for value in NEW_ONES[name])):
        ensure_status(banks.change(toCreate=[bank_body(draw), each]), 400)


@requirement("PRV-BANK-02")
@pytest.mark.parametrize("wrong", _all_of(BAD))
def test_400_for(wrong: Wrong, banks: Banks, draw: Draw) -> None:
    ensure_status(banks.change(**wrong(draw, banks.made(draw))), 400)


@requirement("PRV-BANK-02")
@pytest.mark.parametrize("wrong", _all_of(UNKNOWN))
def test_404_for(wrong: Wrong, banks: Banks, draw: Draw) -> None:
    ensure_status(banks.change(**wrong(draw, banks.made(draw))), 404)


@requirement("PRV-BANK-02")
def test_404_for_a_bank_that_was_removed_and_for_one_of_another_provider(
    banks: Banks, rival: Provider, draw: Draw
) -> None:
    bank, removed = banks.made(draw), banks.made(draw)
    given(banks.change(toRemove=[removed.named()]))

    for change in ("toUpdate", "toRemove"):
        ensure_status(banks.change(**{change: [removed.named()]}), 404)
        body = {"data": {change: [bank.named()]}}
        ensure_status(rival.call("changeBanks", json=body), 404)


@requirement("PRV-BANK-02")
@pytest.mark.parametrize("form", ["an object", "an array of one"])
@pytest.mark.parametrize("country", ["GB", "GBR", "NO", "NOR"])
def test_a_call_is_accepted_as(form: str, country: str, banks: Banks, draw: Draw) -> None:
    data = {"toCreate": [bank_body(draw, countryCode=country)]}

    answer = banks.send(data if form == "an object" else [data])

    ensure_success(answer)


@requirement("PRV-BANK-02")
def test_400_for_an_array_of_none_or_two(banks: Banks, draw: Draw) -> None:
    for count in (0, 2):
        ensure_status(banks.send([{"toCreate": [bank_body(draw)]} for _ in range(count)]), 400)


@requirement("PRV-BANK-02")
def test_all_changes_of_a_call_are_made_or_none(banks: Banks, draw: Draw) -> None:
    bank, new = banks.offered_new(draw), bank_body(draw)
    unknown = bank.named(principalId=draw.alike(bank.principal_id))

    answer = banks.change(toCreate=[new], toUpdate=[unknown], toRemove=[bank.named()])

    ensure_refused(answer)
    ensure(
        (len(banks.offered(bank.name)), len(banks.offered(new["name"]))) == (1, 0),
        expected="the bank that was there, and no new one",
        received=f"the banks {[*banks.offered(bank.name), *banks.offered(new['name'])]}",
        exchange=answer,
    )


@smoke
@requirement("GEN-02")
@pytest.mark.parametrize("wrong", _all_of({**BAD, **UNKNOWN}))
def test_no_bank_changes_when_the_call_is_refused_for(
    wrong: Wrong, banks: Banks, draw: Draw
) -> None:
    bank, other, new = banks.offered_new(draw), banks.offered_new(draw), bank_body(draw)
    lists = {"toCreate": [new], **wrong(draw, bank)}
    lists["toRemove"] = [other.named(), *lists.get("toRemove", ())]
    names = (bank.name, other.name, new["name"])
    before = {each: banks.offered(each) for each in names}

    answer = banks.change(**lists)

    if answer.refused:
        after = {each: afterwards(banks.offered, each) for each in names}
        ensure_unchanged(before, after, by=answer)
