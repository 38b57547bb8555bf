"""Servers where something is left of statements: of refused ones, or of disconnected accounts."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.adapters import world_rules, world_statements
from sandbank_server.api import provider, recording
from sandbank_server.api.provider_present import present_statement
from sandbank_server.api.recording import Recorder
from sandbank_server.domain.refusals import Conflict, Refusal
from sandbank_server.domain.statement_faults import faults
from sandbank_server.domain.statements import Expected, NewStatement, Statement
from sandbank_server.service import offboarding, processing, statements, transactions
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import liar
from zoo.liars.calls_again import forgetting
from zoo.liars.postings import after_refused, is_malformed, post_anyway
from zoo.liars.retelling import take_leftovers_back

Patch = pytest.MonkeyPatch


@liar("GEN-02")
def a_refused_statement_uses_up_its_unique_ids(patch: Patch) -> None:
    """Once a statement was refused for a fault, its corrected form is taken for a repetition."""
    used: set[tuple[str, str]] = set()
    real = statements._refuse_repeats

    def note(_sandbox: Sandbox, _caller: Any, refusal: Refusal, new: NewStatement) -> None:
        if is_malformed(refusal):
            used.update((new.bank_account_id, each.unique_id) for each in new.transactions)

    def judge(sandbox: Sandbox, new: NewStatement) -> None:
        real(sandbox, new)
        if any((new.bank_account_id, each.unique_id) in used for each in new.transactions):
            raise Conflict("PRV-STMT-02", "unique_id_repeated", "It was sent before.")

    after_refused(patch, note)
    patch.setattr(statements, "_refuse_repeats", judge)
    forgetting(patch, used)


@liar("GEN-02")
def the_good_transactions_of_a_refused_statement_count(patch: Patch) -> None:
    """A statement with a fault in one transaction answers 400; all others were processed."""

    def then(sandbox: Sandbox, caller: Any, refusal: Refusal, new: NewStatement) -> None:
        wrong = {fault[1].pointer.split("/")[3:4][0] for fault in _of_transactions(sandbox, new)}
        if not is_malformed(refusal) or not wrong:
            return
        sent = enumerate(new.transactions)
        good = tuple(each for number, each in sent if str(number) not in wrong)
        if good:
            post_anyway(sandbox, caller, replace(new, transactions=good, expected=Expected()))

    after_refused(patch, then)


def _of_transactions(sandbox: Sandbox, new: NewStatement) -> list[Any]:
    found = faults(new, sandbox.clock.now())
    return [each for each in found if each[1].pointer.startswith("/data/transactionDetails/")]


@liar("CON-OFF-04")
def statements_stay_in_the_journal(patch: Patch) -> None:
    """The journal shows what was posted of a bank account that is disconnected since."""
    real = recording.owners_of

    def owners_of(operation_id: str, *what: Any) -> frozenset[str]:
        return frozenset() if operation_id == "postStatement" else real(operation_id, *what)

    patch.setattr(recording, "owners_of", owners_of)


@liar("CON-OFF-04")
def a_statement_that_comes_too_late_stays_in_the_journal(patch: Patch) -> None:
    """What was deleted with its account is in the journal again when it is posted once more."""
    patch.setattr(Recorder, "_brings_back", lambda *_: False)


@liar("CON-OFF-04")
def a_statement_shows_for_ever_what_it_brought(patch: Patch) -> None:
    """How far a statement is comes with its transactions, also when those were deleted."""
    brought: dict[str, list[dict[str, Any]]] = {}
    real = processing.begin

    def begin(sandbox: Sandbox, statement: Statement) -> Statement:
        brought[statement.statement_id] = [
            {"uniqueId": each.unique_id, "description": each.description}
            for each in statement.transactions
        ]
        return real(sandbox, statement)

    def present(statement: Statement) -> dict[str, Any]:
        shown = present_statement(statement)
        shown["data"]["transactionDetails"] = brought.get(statement.statement_id, [])
        return shown

    patch.setattr(processing, "begin", begin)
    patch.setattr(provider, "present_statement", present)
    forgetting(patch, brought)


@liar("CON-OFF-04")
def a_statement_keeps_its_transactions_in_the_export(patch: Patch) -> None:
    """The world holds each statement with its transactions, deleted or not."""
    real = processing._kept

    def process(sandbox: Sandbox, statement: Statement) -> Statement:
        ended = real_process(sandbox, statement)
        return real(sandbox, replace(ended, transactions=statement.transactions))

    real_process = processing.process
    patch.setattr(processing, "process", process)
    for module in (world_rules, world_statements):
        patch.setattr(module, "check_statements", lambda *_: None)


@liar("CON-OFF-04", "CON-OFF-11")
def only_what_the_world_began_with_is_deleted(patch: Patch) -> None:
    """Transactions that were posted since the sandbox's start stay when an account goes."""
    posted: dict[str, set[int]] = {}
    real = processing._hold
    deleting = offboarding._delete_transactions

    def hold(sandbox: Sandbox, statement: Statement, account: Any) -> None:
        real(sandbox, statement, account)
        first = account.last_transaction_id + 1
        new = range(first, first + len(statement.transactions))
        posted.setdefault(account.bank_account_id, set()).update(new)

    def delete(sandbox: Sandbox, account: Any) -> int:
        table = sandbox.store.transactions
        ids = posted.get(account.bank_account_id, set())
        kept = table.find("account", account.bank_account_id)
        count = deleting(sandbox, account)
        for each in kept:
            if each.transaction_id in ids:
                table.put(each)
        return count

    patch.setattr(processing, "_hold", hold)
    patch.setattr(offboarding, "_delete_transactions", delete)
    take_leftovers_back(patch)
    forgetting(patch, posted)


@liar("CON-OFF-04", "CON-OFF-11")
def what_the_product_has_not_read_is_not_deleted(patch: Patch) -> None:
    """A disconnection deletes transactions up to the last one that the product was served."""
    read: dict[str, int] = {}
    real = transactions.page
    deleting = offboarding._delete_transactions

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        owner = served.account.bank_account_id
        read[owner] = max(read.get(owner, 0), served.end_index)
        return served

    def delete(sandbox: Sandbox, account: Any) -> int:
        table = sandbox.store.transactions
        first = read.get(account.bank_account_id, 0) + 1
        unread = table.find("account", account.bank_account_id, start=(first,))
        count = deleting(sandbox, account)
        for each in unread:
            table.put(each)
        return count

    patch.setattr(transactions, "page", page)
    patch.setattr(offboarding, "_delete_transactions", delete)
    take_leftovers_back(patch)
    forgetting(patch, read)
