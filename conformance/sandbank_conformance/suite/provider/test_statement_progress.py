"""A statement is processing for as long as the owner of a sandbox wants, and then at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke, transition
from sandbank_conformance.owner import Owner
from sandbank_conformance.statements import Fed, Statements
from sandbank_conformance.suite.consumer.essentials import essentials
from sandbank_conformance.suite.disconnecting import disconnect

pytestmark = [of_api("consumer"), pytest.mark.usefixtures("settings")]

STATUS, ERRORS = "/data/status", "/data/errors"
BRIEF, REST = "PT20S", "PT11S"  # together more than the time that is set
SLOW = {"afterTime": "PT30S"}
READS = 4


def _set(owner: Owner, processing: object) -> None:
    given(owner.call("changeSettings", json={"statementProcessing": processing}))


def _read(provider: Provider, statements: Statements, posted: Exchange) -> Exchange:
    answer: Exchange = given(provider.call("getStatement", statements.id_of(posted)))
    return answer


@contextmanager
def _nothing_yet(
    statements: Statements, product: Product, draw: Draw
) -> Iterator[tuple[Fed, Exchange]]:
    """A statement of a pending bank account, of which nothing is to be seen until the end."""
    account = statements.pending(draw)
    sent = statements.drawn(draw, account, 2)
    before = essentials(product, account)
    posted: Exchange = given(statements.post(account, *sent))
    yield Fed(account=account, sent=tuple(sent)), posted
    ensure_unchanged(before, essentials(product, account), by=posted, also=())


def _ensure_shown(statements: Statements, fed: Fed) -> None:
    came, status = len(statements.held(fed.account)), statements.status(fed.account)
    ensure(
        (came, status) == (len(fed.sent), "active"),
        expected=f"{len(fed.sent)} transactions of an active account",
        received=f"{came} of one that is {status}",
    )


@requirement("PRV-STMT-12")
def test_a_statement_can_be_completed_at_once(
    owner: Owner, provider: Provider, statements: Statements, draw: Draw
) -> None:
    _set(owner, "atOnce")
    account = statements.pending(draw)
    posted = given(statements.post(account, *statements.drawn(draw, account, 2)))

    read = _read(provider, statements, posted)

    ensure_member(read, "/data/_id", statements.id_of(posted))
    ensure_member(read, STATUS, "completed")
    ensure_member(read, ERRORS, [])


@smoke
@requirement("PRV-STMT-12")
@transition("statement", "processing", "processed", "completed")
def test_a_statement_is_completed_after_a_time(
    owner: Owner, provider: Provider, product: Product, statements: Statements, draw: Draw
) -> None:
    _set(owner, SLOW)
    with _nothing_yet(statements, product, draw) as (fed, posted):
        owner.advance(BRIEF)
        ensure_member(_read(provider, statements, posted), STATUS, "processing")

    owner.advance(REST)

    ensure_member(_read(provider, statements, posted), STATUS, "completed")
    _ensure_shown(statements, fed)


@requirement("PRV-STMT-12")
def test_a_statement_ends_in_time_though_nobody_looks(
    owner: Owner, product: Product, statements: Statements, draw: Draw
) -> None:
    _set(owner, SLOW)
    with _nothing_yet(statements, product, draw) as (fed, _):
        pass

    owner.advance("PT31S")

    _ensure_shown(statements, fed)


@requirement("PRV-STMT-12")
def test_a_statement_is_completed_after_some_reads(
    owner: Owner, provider: Provider, product: Product, statements: Statements, draw: Draw
) -> None:
    _set(owner, {"afterReads": READS})
    with _nothing_yet(statements, product, draw) as (fed, posted):
        for _ in range(READS - 1):
            ensure_member(_read(provider, statements, posted), STATUS, "processing")
    ensure_member(_read(provider, statements, posted), STATUS, "processing")

    ensure_member(_read(provider, statements, posted), STATUS, "completed")

    _ensure_shown(statements, fed)


@smoke
@requirement("PRV-STMT-12")
@transition("statement", "processing", "disconnected", "failed")
def test_a_statement_fails_whose_bank_account_is_disconnected_meanwhile(
    owner: Owner, provider: Provider, product: Product, statements: Statements, draw: Draw
) -> None:
    _set(owner, SLOW)
    account = statements.pending(draw)
    posted = given(statements.post(account, *statements.drawn(draw, account)))
    disconnect(product, account)

    for _ in range(2):
        read = _read(provider, statements, posted)
        ensure_member(read, STATUS, "failed")
        ensure(bool(read.at(ERRORS)), expected="the reason", received="no errors", exchange=read)
        owner.advance("PT31S")


@requirement("CON-OFF-04")
@pytest.mark.parametrize("status", ["", "active", "authRequired"])
def test_nothing_happens_to_a_disconnected_account_when_its_time_has_come(
    status: str, owner: Owner, product: Product, statements: Statements, draw: Draw
) -> None:
    account = statements.fed(draw).account
    _set(owner, SLOW)
    sent = [] if status else statements.drawn(draw, account)
    given(statements.post(account, *sent, status=status))
    disconnect(product, account)

    owner.advance("PT31S")

    shown = product.call("getBankAccount", account)
    ensure_member(shown, "/status", "cancelled", also=("CON-OFF-02", "PRV-STMT-08"))
    held = statements.held(account)
    ensure(not held, expected="no transaction", received=f"{len(held)} transactions")


@requirement("PRV-STMT-12")
def test_409_for_a_second_statement_until_the_first_has_ended(
    owner: Owner, product: Product, statements: Statements, draw: Draw
) -> None:
    _set(owner, SLOW)
    with _nothing_yet(statements, product, draw) as (fed, _):
        second = statements.body(fed.account, *statements.drawn(draw, fed.account))
        ensure_status(statements.send(second), 409)
    owner.advance("PT31S")

    ensure_status(statements.send(second), 202)
    owner.advance("PT31S")

    came = len(statements.held(fed.account))
    ensure(came == 3, expected="3 transactions", received=f"{came} transactions")


@requirement("PRV-STMT-12")
def test_a_setting_holds_for_what_is_posted_afterwards(
    owner: Owner, provider: Provider, product: Product, statements: Statements, draw: Draw
) -> None:
    _set(owner, SLOW)
    with _nothing_yet(statements, product, draw) as (_, slow):
        _set(owner, "atOnce")
        other = statements.pending(draw)
        quick = given(statements.post(other, *statements.drawn(draw, other)))

        ensure_member(_read(provider, statements, quick), STATUS, "completed")
        ensure_member(_read(provider, statements, slow), STATUS, "processing")
