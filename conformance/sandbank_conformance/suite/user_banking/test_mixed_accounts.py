"""How fetched data is refused to whoever changes it, and what an account with some of it takes."""

from sandbank_conformance.conditions import ensure, ensure_success
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking import raids
from sandbank_conformance.suite.user_banking.looks import ensure_looks
from sandbank_conformance.suite.user_banking.raids import by_name
from sandbank_conformance.suite.user_banking.rows import ensure_each
from sandbank_conformance.suite.user_banking.vaults import Vault, Vaults


def _uploading_beside_it(vault: Vault) -> Exchange:
    return vault.call("uploadTransactions", vault.made.transaction_body(vault.draw))


@requirement("UB-UP-04", level="profile")
def test_changing_a_fetched_account_or_its_transactions_answers_403(all_fetched: Vaults) -> None:
    changes = by_name(
        raids.changing_it,
        raids.changing_it_by_the_other_path,
        raids.changing_its_account,
        raids.uploading_over_its_account,
        raids.uploading_over_it,
    )

    answers = all_fetched.row().ensure_kept(changes | {"uploading beside it": _uploading_beside_it})

    ensure_each(answers, 403)


@requirement("UB-UP-04", level="profile")
def test_changing_fetched_transactions_or_replacing_a_mixed_account_answers_403(
    all_mixed: Vaults,
) -> None:
    changes = by_name(
        raids.changing_it,
        raids.changing_it_behind_one_that_is_there,
        raids.uploading_over_its_account,
    )

    answers = all_mixed.row().ensure_kept(changes)

    ensure_each(answers, 403)


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
def test_uploading_a_fetched_transaction_again_changes_nothing(all_mixed: Vaults) -> None:
    all_mixed.row().ensure_kept(by_name(raids.uploading_over_it))
