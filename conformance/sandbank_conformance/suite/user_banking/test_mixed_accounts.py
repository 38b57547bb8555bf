"""How fetched data is refused to whoever changes it, and what an account with some of it takes."""

import pytest

from sandbank_conformance.conditions import ensure, ensure_status, ensure_success
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking import fetched as raids
from sandbank_conformance.suite.user_banking.fetched import Raid, Vault, named
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    look,
)


def _onto_it(vault: Vault) -> Exchange:
    """Upload a transaction."""
    return vault.call("uploadTransactions", vault.made.transaction_body(vault.draw))


@pytest.mark.parametrize(
    "raid",
    [
        *named(
            raids.changing_it,
            raids.changing_it_by_the_other_path,
            raids.changing_its_account,
            raids.uploading_over_its_account,
            raids.uploading_over_it,
        ),
        pytest.param(_onto_it, id="uploading beside it"),
    ],
)
@requirement("UB-UP-04", level="profile")
def test_changing_a_fetched_account_or_its_transactions_answers_403(
    only: Vault, raid: Raid
) -> None:
    before = look(only.uploader, only.held.user)

    answer = raid(only)

    ensure_status(answer, 403)
    ensure_untouched(before, after(only.uploader, only.held.user), by=answer)


@pytest.mark.parametrize("raid", named(raids.changing_it, raids.uploading_over_its_account))
@requirement("UB-UP-04", level="profile")
def test_changing_fetched_transactions_or_replacing_a_mixed_account_answers_403(
    mixed: Vault, raid: Raid
) -> None:
    before = look(mixed.uploader, mixed.held.user)

    answer = raid(mixed)

    ensure_status(answer, 403)
    ensure_untouched(before, after(mixed.uploader, mixed.held.user), by=answer)


@requirement("UB-UP-04", level="profile")
def test_changing_an_uploaded_transaction_before_a_fetched_one_changes_neither(
    mixed: Vault,
) -> None:
    uploaded = mixed.uploaded()
    before = look(mixed.uploader, mixed.held.user)

    answer = mixed.call(
        "changeTransactions",
        [
            {"transactionId": uploaded, "purpose": "Changed"},
            {"transactionId": mixed.held.fetched[0], "purpose": "Changed"},
        ],
    )

    ensure_status(answer, 403)
    ensure_untouched(before, after(mixed.uploader, mixed.held.user), by=answer)


@requirement("UB-UP-04", level="profile")
def test_a_mixed_account_can_be_changed(mixed: Vault) -> None:
    answer = raids.changing_its_account(mixed)

    ensure_success(answer)
    shown = mixed.uploader.call("getAccount", mixed.held.user, mixed.held.account)
    ensure(
        shown.at("/name") == "Changed",
        expected="/name = 'Changed'",
        received=f"/name = {shown.at('/name')!r}",
    )


@requirement("UB-UP-04", level="profile")
def test_a_mixed_account_takes_uploads(mixed: Vault) -> None:
    body = mixed.made.transaction_body(mixed.draw)

    answer = mixed.call("uploadTransactions", body)

    ensure_success(answer)
    wanted = {*mixed.transactions, body["transactionId"]}
    ensure_looks(wanted, set(mixed.now()), "what was there and what was uploaded", by=answer)


@requirement("UB-UP-04", level="profile")
def test_uploading_a_fetched_transaction_again_changes_nothing(mixed: Vault) -> None:
    before = look(mixed.uploader, mixed.held.user)

    answer = raids.uploading_over_it(mixed)

    ensure_untouched(before, after(mixed.uploader, mixed.held.user), by=answer)
