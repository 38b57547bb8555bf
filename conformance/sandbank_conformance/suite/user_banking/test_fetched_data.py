"""What was fetched from a bank is neither deleted nor replaced nor changed."""

from typing import Any

import pytest

from sandbank_conformance.conditions import ensure_refused, ensure_status
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import afterwards
from sandbank_conformance.suite.user_banking import fetched as raids
from sandbank_conformance.suite.user_banking.fetched import Raid, Vault, named
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    look,
)

DELETIONS = (
    raids.by_its_id,
    raids.all_by_their_ids,
    raids.with_its_account,
    raids.with_its_account_by_id,
    raids.with_its_account_among_others,
    raids.uploading_over_its_account,
    raids.uploading_over_its_account_among_others,
    raids.uploading_over_its_account_by_another_number,
    raids.taking_the_login_from_its_account,
    raids.calling_it_uploaded,
    raids.uploading_it_again,
)
DELETIONS_OF_MIXED = (
    raids.behind_an_uploaded_one,
    raids.before_an_uploaded_one,
    raids.with_its_account_once_it_is_all_there_is,
)
CHANGES = (
    raids.changing_it,
    raids.changing_it_by_the_other_path,
    raids.clearing_what_it_says,
)


def _ensure_all_there(vault: Vault, answer: Exchange) -> None:
    shown = vault.now()
    left = {each: shown[each] for each in vault.held.fetched if each in shown}
    ensure_looks(vault.fetched, left, "every fetched transaction as it was", by=answer)


@pytest.mark.parametrize("raid", named(*DELETIONS, raids.changing_its_account_to_one_without))
@requirement("UB-DEL-07")
def test_no_fetched_transaction_is_lost(vault: Vault, raid: Raid) -> None:
    answer = raid(vault)

    _ensure_all_there(vault, answer)


@smoke
@pytest.mark.parametrize("raid", named(*DELETIONS_OF_MIXED))
@requirement("UB-DEL-07")
def test_no_fetched_transaction_is_lost_beside_uploaded_ones(mixed: Vault, raid: Raid) -> None:
    answer = raid(mixed)

    _ensure_all_there(mixed, answer)


@pytest.mark.parametrize("raid", named(*DELETIONS))
@requirement("UB-DEL-07", level="profile")
def test_deleting_fetched_data_answers_403(only: Vault, raid: Raid) -> None:
    answer = raid(only)

    ensure_status(answer, 403)


@pytest.mark.parametrize("raid", named(*DELETIONS_OF_MIXED))
@requirement("UB-DEL-07", level="profile")
def test_deleting_fetched_data_beside_uploaded_data_answers_403(mixed: Vault, raid: Raid) -> None:
    answer = raid(mixed)

    ensure_status(answer, 403)


@smoke
@pytest.mark.parametrize("raid", named(*CHANGES))
@requirement("UB-UP-04")
def test_a_change_of_a_fetched_transaction_is_refused(vault: Vault, raid: Raid) -> None:
    before = look(vault.uploader, vault.held.user)

    answer = raid(vault)

    ensure_refused(answer)
    ensure_untouched(before, after(vault.uploader, vault.held.user), by=answer)


@pytest.mark.parametrize(
    "raid", named(raids.changing_its_account, raids.uploading_over_its_account)
)
@requirement("UB-UP-04")
def test_a_change_of_a_fetched_account_is_refused(only: Vault, raid: Raid) -> None:
    before = look(only.uploader, only.held.user)

    answer = raid(only)

    ensure_refused(answer)
    ensure_untouched(before, after(only.uploader, only.held.user), by=answer)


@pytest.mark.parametrize(
    "raid", named(raids.changing_it_behind_an_uploaded_one, raids.uploading_over_it)
)
@requirement("UB-UP-04")
def test_no_fetched_transaction_is_changed_beside_uploaded_ones(mixed: Vault, raid: Raid) -> None:
    answer = raid(mixed)

    _ensure_all_there(mixed, answer)


@requirement("UB-UP-04")
def test_a_fetched_account_is_not_changed_beside_an_uploaded_one(only: Vault) -> None:
    def account() -> Any:
        shown = look(only.uploader, only.held.user)
        return shown.get(only.held.account)

    before = account()

    answer = raids.changing_its_account_behind_an_uploaded_one(only)

    ensure_untouched(before, afterwards(account), by=answer)
