"""A server that breaks a rule is found out by the walks: they would see it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase
from hypothesis.errors import FlakyFailure
from integration.walk.walk_run import walked
from integration.walk.walk_wire import InProcess
from integration.walk.walk_world import Bench

from sandbank_server.api import recording
from sandbank_server.api.journal import Journal
from sandbank_server.api.recording import Recorder
from sandbank_server.app import Application, build
from sandbank_server.domain import bank_accounts
from sandbank_server.domain.bank_accounts import BankAccountEvent, BankAccountStatus
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.lifecycle import Lifecycle
from sandbank_server.domain.organisations import Application as Product
from sandbank_server.domain.poll_routes import PollRoute
from sandbank_server.domain.statements import Statement
from sandbank_server.service import (
    authorisations,
    available,
    candidates,
    deletions,
    offboarding,
    polling,
    processing,
    statements,
)
from sandbank_server.service.ports import Sandbox
from sandbank_server.settings import Settings

Patch = pytest.MonkeyPatch
CANCELLED = BankAccountStatus.CANCELLED


def nothing(*_: object, **__: object) -> int:
    return 0


def rules_stay_active(patch: Patch) -> None:
    patch.setattr(offboarding, "_disconnect_rules", nothing)


def transactions_stay(patch: Patch) -> None:
    patch.setattr(offboarding, "_delete_transactions", nothing)


def a_second_disconnection_is_fine(patch: Patch) -> None:
    again = {(CANCELLED, BankAccountEvent.DISCONNECTED): CANCELLED}
    moves = {**bank_accounts.LIFECYCLE.table, **again}
    patch.setattr(bank_accounts, "LIFECYCLE", Lifecycle(moves))


def sessions_outlive_their_account(patch: Patch) -> None:
    patch.setattr(offboarding, "_revoke_sessions", nothing)


def sessions_never_expire(patch: Patch) -> None:
    patch.setattr(authorisations.Authorisation, "status_at", lambda session, _: session.status)


def poll_routes_work_twice(patch: Patch) -> None:
    patch.setattr(PollRoute, "is_used", nothing)


def polls_live_for_ever(patch: Patch) -> None:
    patch.setattr(PollRoute, "has_expired", nothing)


def polls_know_nothing_of_disconnections(patch: Patch) -> None:
    patch.setattr(polling, "_account", lambda _, session: polling._chosen(session))


def choices_are_used_for_ever(patch: Patch) -> None:
    def choice(sandbox: Sandbox, candidate: BankAccountCandidate) -> object:
        return sandbox.store.authorisations.get(candidate.chosen_in or "")

    patch.setattr(candidates, "choice", choice)


def the_first_word_of_a_provider_counts(patch: Patch) -> None:
    patch.setattr(BankAccountCandidate, "told_again", lambda candidate, _: candidate)


def every_candidate_is_everybodys(patch: Patch) -> None:
    patch.setattr(
        available,
        "_candidate",
        lambda sandbox, _, name: sandbox.store.bank_account_candidates.get(name),
    )


def fetched_data_can_be_deleted(patch: Patch) -> None:
    patch.setattr(deletions, "refuse_fetched", nothing)


def the_journal_remembers_users(patch: Patch) -> None:
    patch.setattr(Journal, "forget_user", nothing)


def the_journal_remembers_bank_accounts(patch: Patch) -> None:
    patch.setattr(Journal, "forget_bank_account", nothing)


def a_refusal_leaves_a_trace(patch: Patch) -> None:
    serve: Callable[..., Any] = Application.__call__

    async def traced(self: Application, scope: Any, receive: Any, send: Any) -> None:
        async def sent(message: Any) -> None:
            if message.get("status") == 409:
                self.state.sandbox.store.applications.put(Product(application_id="trace"))
            await send(message)

        await serve(self, scope, receive, sent)

    patch.setattr(Application, "__call__", traced)


def statements_outlive_their_account(patch: Patch) -> None:
    patch.setattr(processing, "fail_disconnected", nothing)


def late_statements_are_remembered(patch: Patch) -> None:
    patch.setattr(Recorder, "_brings_back", nothing)


def statements_are_remembered(patch: Patch) -> None:
    def of_the_path(_: str, path: Mapping[str, str], __: bytes) -> frozenset[str]:
        return frozenset(filter(None, [path.get("bankAccountId"), path.get("user-id")]))

    patch.setattr(recording, "owners_of", of_the_path)


def statements_may_repeat_transactions(patch: Patch) -> None:
    patch.setattr(statements, "_refuse_repeats", nothing)


def statements_are_processed_early(patch: Patch) -> None:
    shorter = timedelta(seconds=1)
    patch.setattr(processing, "parse_duration", lambda text: shorter if text else None)


def reads_are_counted_twice(patch: Patch) -> None:
    count = processing.count_read

    def twice(sandbox: Sandbox, statement: Statement) -> None:
        count(sandbox, statement)
        if (again := sandbox.store.statements.get(statement.statement_id)) is not None:
            count(sandbox, again)

    patch.setattr(processing, "count_read", twice)


def one_rule_predicts_for_all(patch: Patch) -> None:
    predicted = processing.predicted
    patch.setattr(processing, "predicted", lambda rules, it: predicted(rules[:1], it))


LIES = [
    statements_outlive_their_account,
    late_statements_are_remembered,
    statements_are_remembered,
    statements_may_repeat_transactions,
    statements_are_processed_early,
    reads_are_counted_twice,
    one_rule_predicts_for_all,
    rules_stay_active,
    transactions_stay,
    a_second_disconnection_is_fine,
    sessions_outlive_their_account,
    sessions_never_expire,
    poll_routes_work_twice,
    polls_live_for_ever,
    polls_know_nothing_of_disconnections,
    choices_are_used_for_ever,
    the_first_word_of_a_provider_counts,
    every_candidate_is_everybodys,
    fetched_data_can_be_deleted,
    the_journal_remembers_users,
    the_journal_remembers_bank_accounts,
    a_refusal_leaves_a_trace,
]


@contextmanager
def bench() -> Iterator[Bench]:
    with InProcess(build(Settings(port=0, seed=7, strict=True))) as wire:
        yield Bench(wire)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_the_walks_find_that(lie: Callable[[Patch], None], monkeypatch: Patch) -> None:
    with bench() as honest_at_first:
        lie(monkeypatch)

        # Flaky is what Hypothesis calls it where an earlier walk's call is in the journal.
        with pytest.raises((AssertionError, FlakyFailure)):
            walked(honest_at_first, walks=1000, steps=20, phases=(Phase.generate,))
