"""What was fetched from a bank is neither deleted nor replaced nor changed."""

from typing import Any

from sandbank_conformance.conditions import ensure_unchanged
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking import raids, raids_elsewhere
from sandbank_conformance.suite.user_banking.raids import by_name
from sandbank_conformance.suite.user_banking.rows import ensure_each, made
from sandbank_conformance.suite.user_banking.vaults import (
    Vault,
    Vaults,
    fetched_ids,
    fetched_values,
    the_account,
)

DELETIONS = by_name(
    raids.by_its_id,
    raids.all_by_their_ids,
    raids.with_its_account,
    raids.with_its_account_by_id,
    raids.with_its_account_among_others,
    raids.with_its_account_before_others,
    raids.uploading_over_its_account,
    raids.uploading_over_its_account_among_others,
    raids.taking_the_login_from_its_account,
    raids.calling_it_uploaded,
    raids.uploading_it_again,
)
ROUNDABOUT = by_name(
    raids.uploading_over_its_account_by_another_number,
    raids.changing_its_account_to_one_without,
    raids.changing_an_uploaded_one_beside_it,
    raids_elsewhere.uploading_its_id_to_another_account,
    raids_elsewhere.uploading_another_account_with_its_id,
    raids_elsewhere.moving_it_to_another_account,
    raids_elsewhere.by_its_id_in_another_account,
)
DELETIONS_OF_MIXED = by_name(
    raids.behind_an_uploaded_one,
    raids.before_an_uploaded_one,
    raids.with_its_account_once_it_is_all_there_is,
)
CHANGES = by_name(
    raids.changing_it,
    raids.changing_it_by_the_other_path,
    raids.clearing_what_it_says,
)


@smoke
@requirement("UB-DEL-07")
def test_no_fetched_transaction_is_lost(vaults: Vaults) -> None:
    row = vaults.row(part=fetched_ids, hold=ensure_unchanged_alone)

    row.ensure_kept({**DELETIONS, **ROUNDABOUT})


@smoke
@requirement("UB-DEL-07")
def test_no_fetched_transaction_is_lost_beside_uploaded_ones(all_mixed: Vaults) -> None:
    row = all_mixed.row(part=fetched_ids, hold=ensure_unchanged_alone)

    row.ensure_kept(DELETIONS_OF_MIXED)


def ensure_unchanged_alone(before: Any, seen: Any, *, by: Exchange) -> None:
    """Hold them together; of several calls another one than the last may have changed it."""
    ensure_unchanged(before, seen, by=by, also=())


@requirement("UB-DEL-07", level="profile")
def test_deleting_fetched_data_answers_403(only: Vault) -> None:
    answers = made(only, DELETIONS)

    ensure_each(answers, 403)


@requirement("UB-DEL-07", level="profile")
def test_deleting_fetched_data_beside_uploaded_data_answers_403(mixed: Vault) -> None:
    answers = made(mixed, DELETIONS_OF_MIXED)

    ensure_each(answers, 403)


@smoke
@requirement("UB-UP-04")
def test_a_change_of_a_fetched_transaction_is_refused(vaults: Vaults) -> None:
    answers = vaults.row().ensure_kept(CHANGES)

    ensure_each(answers)


@requirement("UB-UP-04")
def test_a_change_of_a_fetched_account_is_refused(all_fetched: Vaults) -> None:
    changes = by_name(raids.changing_its_account, raids.uploading_over_its_account)

    answers = all_fetched.row().ensure_kept(changes)

    ensure_each(answers)


@requirement("UB-UP-04")
def test_no_fetched_transaction_is_changed_beside_uploaded_ones(all_mixed: Vaults) -> None:
    changes = by_name(
        raids.changing_it_behind_an_uploaded_one,
        raids.changing_it_before_an_uploaded_one,
        raids.uploading_over_it,
    )

    all_mixed.row(part=fetched_values).ensure_kept(changes)


@requirement("UB-UP-04")
def test_a_fetched_account_is_not_changed_beside_an_uploaded_one(all_fetched: Vaults) -> None:
    changes = by_name(
        raids.changing_its_account_behind_an_uploaded_one,
        raids.changing_its_account_before_an_uploaded_one,
    )

    all_fetched.row(part=the_account).ensure_kept(changes)
