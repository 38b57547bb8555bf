"""Banks are their provider's: nobody else changes them, or is told that they are there."""

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import ensure_unchanged
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.readings import afterwards
from sandbank_conformance.suite.general.calls import WITHOUT_CREDENTIALS
from sandbank_conformance.suite.general.foreign import Asked, ensure_untouched
from sandbank_conformance.suite.provider.provider_banks import Banks, bank_body

pytestmark = of_api("consumer")


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize("change", ["toUpdate", "toRemove"])
def test_a_bank_is_not_changed_by_another_provider_in(
    change: str, banks: Banks, rival: Provider, draw: Draw
) -> None:
    bank = banks.offered_new(draw)
    before = banks.offered(bank.name)
    item = bank.named(**({"name": draw.word()} if change == "toUpdate" else {}))

    answer = rival.call("changeBanks", json={"data": {change: [item]}})

    ensure_untouched(before, afterwards(banks.offered, bank.name), by=answer)


@requirement("GEN-05")
@pytest.mark.parametrize("change", ["toUpdate", "toRemove"])
def test_a_bank_of_another_provider_is_answered_like_one_that_nobody_has_in(
    change: str, banks: Banks, rival: Provider, draw: Draw
) -> None:
    bank = banks.made(draw)
    asked = Asked((bank.principal_id,), draw)

    def ask(ids: tuple[str, ...]) -> Exchange:
        item = bank.named(principalId=ids[0])
        return rival.call("changeBanks", json={"data": {change: [item]}})

    asked.by(ask)

    asked.ensure_told_nothing()


@requirement("GEN-02")
def test_no_bank_changes_when_the_call_is_refused_for_its_credentials(
    banks: Banks, provider: Provider, draw: Draw
) -> None:
    bank, new = banks.offered_new(draw), bank_body(draw)
    body = {"data": {"toCreate": [new], "toRemove": [bank.named()]}}
    names = (bank.name, new["name"])
    before = {each: banks.offered(each) for each in names}

    for headers in (WITHOUT_CREDENTIALS, {"x-api-key": "wrong"}, {"Authorization": "Bearer word"}):
        answer = provider.call("changeBanks", json=body, headers=headers)
        if answer.refused:
            after = {each: afterwards(banks.offered, each) for each in names}
            ensure_unchanged(before, after, by=answer)
