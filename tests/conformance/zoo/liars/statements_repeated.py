"""Servers that notice a repetition, and then do something with it all the same."""

from dataclasses import replace
from itertools import takewhile
from typing import Any

import pytest

from sandbank_server.domain.refusals import Conflict, Refusal
from sandbank_server.domain.statements import Expected, NewStatement, Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import statements
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.keys import unique_id_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.postings import after_refused, post_anyway, take_repetitions_back

Patch = pytest.MonkeyPatch


def _known(sandbox: Sandbox, transaction: BankTransaction) -> BankTransaction | None:
    key = unique_id_key(transaction.bank_account_id, transaction.unique_id)
    found = sandbox.store.transactions.find("unique", key)
    return found[0] if found else None


def _each_new_once(sandbox: Sandbox, new: NewStatement) -> tuple[BankTransaction, ...]:
    first = {each.unique_id: each for each in reversed(new.transactions)}
    return tuple(
        each
        for each in new.transactions
        if first[each.unique_id] is each and _known(sandbox, each) is None
    )


def _cut(new: NewStatement, kept: tuple[BankTransaction, ...]) -> NewStatement:
    return replace(new, transactions=kept, expected=Expected())


def _repeated(refusal: Refusal) -> bool:
    return refusal.code == "unique_id_repeated"


@liar("GEN-02", "PRV-STMT-02")
def what_comes_before_a_repetition_counts(patch: Patch) -> None:
    """A statement that repeats something answers 409, but what came before that was stored."""

    def then(sandbox: Sandbox, caller: Any, refusal: Refusal, new: NewStatement) -> None:
        if not _repeated(refusal):
            return
        fresh = _each_new_once(sandbox, new)
        pairs = takewhile(
            lambda pair: pair[0] is pair[1], zip(new.transactions, fresh, strict=False)
        )
        kept = tuple(each for each, _ in pairs)
        if kept:
            post_anyway(sandbox, caller, _cut(new, kept))

    after_refused(patch, then)


@liar("GEN-02", "PRV-STMT-02", "PRV-STMT-09")
def a_repetition_is_refused_and_counted(patch: Patch) -> None:
    """A statement that was sent before answers 409, but its transactions are there twice then."""
    take_repetitions_back(patch)

    def then(sandbox: Sandbox, caller: Any, refusal: Refusal, new: NewStatement) -> None:
        if _repeated(refusal):
            with pytest.MonkeyPatch.context() as meanwhile:
                meanwhile.setattr(statements, "_refuse_repeats", lambda *_: None)
                post_anyway(sandbox, caller, new)

    after_refused(patch, then)


def _posting(patch: Patch, otherwise: Any) -> None:
    """What is done about a statement that repeats something."""
    real = statements.post

    def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
        try:
            return real(sandbox, caller, new)
        except Conflict as refusal:
            if not _repeated(refusal):
                raise
            otherwise(sandbox, new)
            return real(sandbox, caller, _cut(new, _each_new_once(sandbox, new)))

    patch.setattr(statements, "post", post)


@liar("PRV-STMT-02")
def a_repetition_is_left_out_and_the_rest_counts(patch: Patch) -> None:
    """A statement that repeats something is taken without that."""
    _posting(patch, lambda _sandbox, _new: None)


@liar("PRV-STMT-02")
def a_repetition_replaces_what_it_repeats(patch: Patch) -> None:
    """A transaction that was sent before is taken for a correction of it."""

    def correct(sandbox: Sandbox, new: NewStatement) -> None:
        for each in new.transactions:
            known = _known(sandbox, each)
            if known is not None:
                corrected = replace(each, transaction_id=known.transaction_id)
                sandbox.store.transactions.put(corrected)

    _posting(patch, correct)
