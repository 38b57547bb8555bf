"""Statements that wait: for the clock, or to be read."""

from datetime import timedelta
from typing import Any

import pytest
from bank_feed_builders import CALLER, PROVIDER_A, PROVIDER_B, a_posting, a_statement, at
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.refusals import Conflict, Unavailable, Unknown
from sandbank_server.domain.statements import AccountReport, NewStatement, Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import offboarding, rules, statements
from sandbank_server.service.due import do_what_is_due
from sandbank_server.service.records import SandboxSettings, StatementProcessing

SECOND, MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)
FRESH = a_posting(bank_account_id="fresh")


def waiting(feeds: BankFeeds, **how: Any) -> None:
    processing = StatementProcessing(**how)
    feeds.store.change_settings(SandboxSettings(statement_processing=processing))


def post(feeds: BankFeeds, new: NewStatement) -> str:
    return statements.post(feeds.sandbox, PROVIDER_A, new).statement_id


def read(feeds: BankFeeds, statement_id: str) -> Statement:
    return statements.get(feeds.sandbox, PROVIDER_A, statement_id)


def held(feeds: BankFeeds) -> list[BankTransaction]:
    return feeds.store.transactions.find("account", "fresh")


def test_a_statement_waits_for_its_time(feeds: BankFeeds) -> None:
    waiting(feeds, after_time="PT30S")
    statement_id = post(feeds, a_statement(FRESH))
    feeds.clock.advance(30 * SECOND - MICROSECOND)
    do_what_is_due(feeds.sandbox)
    assert (read(feeds, statement_id).status, held(feeds)) == ("processing", [])
    assert feeds.status_of("fresh") == "pending"

    feeds.clock.advance(MICROSECOND)
    do_what_is_due(feeds.sandbox)

    assert read(feeds, statement_id).status == "completed"
    assert len(held(feeds)) == 1
    assert feeds.status_of("fresh") == "active"


@pytest.mark.parametrize("reads", [1, 3])
def test_a_statement_waits_to_be_read(feeds: BankFeeds, reads: int) -> None:
    waiting(feeds, after_reads=reads)
    statement_id = post(feeds, a_statement(FRESH))

    for _ in range(reads):
        assert held(feeds) == []
        assert read(feeds, statement_id).status == "processing"

    assert len(held(feeds)) == 1
    assert read(feeds, statement_id).status == "completed"


def test_reads_of_others_do_not_count(feeds: BankFeeds) -> None:
    waiting(feeds, after_reads=1)
    statement_id = post(feeds, a_statement(FRESH))

    with refused(feeds, Unknown, "PRV-STMT-10"):
        statements.get(feeds.sandbox, PROVIDER_B, statement_id)

    assert held(feeds) == []


def test_a_read_that_cannot_be_counted_is_answered_all_the_same(
    feeds: BankFeeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(feeds, after_reads=1)
    statement_id = post(feeds, a_statement(FRESH))

    def full() -> None:
        raise Unavailable("GEN-01", "storage_unavailable", "The disk is full.")

    monkeypatch.setattr(feeds.store._storage, "guard", full)

    assert [read(feeds, statement_id).status for _ in range(3)] == ["processing"] * 3
    assert held(feeds) == []


@pytest.mark.parametrize("how", [{"after_time": "PT0S"}, {}])
def test_no_time_at_all_is_at_once(feeds: BankFeeds, how: Any) -> None:
    waiting(feeds, **how)

    statement_id = post(feeds, a_statement(FRESH))

    assert read(feeds, statement_id).status == "completed"


@pytest.mark.parametrize("how", [{"after_time": "PT30S"}, {"after_reads": 2}])
def test_one_statement_of_an_account_is_under_way(feeds: BankFeeds, how: Any) -> None:
    waiting(feeds, **how)
    post(feeds, a_statement(FRESH))

    for second in (a_statement(FRESH), a_statement(bank_account_id="fresh")):
        with refused(feeds, Conflict, "PRV-STMT-07"):
            post(feeds, second)
    post(feeds, a_statement(a_posting("n", bank_account_id="neighbour")))


def test_after_its_end_the_next_one_may_come(feeds: BankFeeds) -> None:
    waiting(feeds, after_reads=1)
    read(feeds, post(feeds, a_statement(FRESH)))

    read(feeds, post(feeds, a_statement(a_posting("2", bank_account_id="fresh"))))

    assert [each.transaction_id for each in held(feeds)] == [1, 2]


def test_a_statement_waits_as_was_set_when_it_came(feeds: BankFeeds) -> None:
    waiting(feeds, after_time="PT30S")
    statement_id = post(feeds, a_statement(FRESH))
    waiting(feeds)

    do_what_is_due(feeds.sandbox)

    assert read(feeds, statement_id).status == "processing"


def test_the_rules_of_that_moment_are_applied(feeds: BankFeeds) -> None:
    waiting(feeds, after_time="PT30S")
    post(feeds, a_statement(a_posting()))
    rules.delete(feeds.sandbox, CALLER, at("active"), "rule-1")

    feeds.clock.advance(30 * SECOND)
    do_what_is_due(feeds.sandbox)

    [new] = feeds.store.transactions.find("account", "active", start=(251,))
    assert [each.rule_name for each in new.predicted_actions] == ["Rent"]


def test_a_call_for_authorisation_waits_too(feeds: BankFeeds) -> None:
    waiting(feeds, after_time="PT30S")
    post(feeds, a_statement(account_status=AccountReport.AUTH_REQUIRED))
    assert feeds.status_of("active") == "active"

    feeds.clock.advance(30 * SECOND)
    do_what_is_due(feeds.sandbox)

    assert feeds.status_of("active") == "authRequired"


@pytest.mark.parametrize("how", [{"after_time": "PT30S"}, {"after_reads": 1}])
def test_nothing_is_processed_after_a_disconnection(feeds: BankFeeds, how: Any) -> None:
    waiting(feeds, **how)
    statement_id = post(feeds, a_statement(FRESH))
    offboarding.disconnect(feeds.sandbox, CALLER, at("fresh"))

    feeds.clock.advance(60 * SECOND)
    do_what_is_due(feeds.sandbox)

    assert [read(feeds, statement_id).status for _ in range(2)] == ["failed"] * 2
    assert held(feeds) == []
    assert feeds.status_of("fresh") == "cancelled"


@pytest.mark.parametrize("bank_account_id", ["gone", "never-was"])
def test_what_a_file_holds_of_an_account_that_is_gone_fails(
    feeds: BankFeeds, bank_account_id: str
) -> None:
    waiting_there = Statement(
        statement_id="st",
        provider_id="provider-a",
        bank_account_id=bank_account_id,
        transactions=(a_posting(bank_account_id=bank_account_id),),
        due_at=feeds.clock.now(),
    )
    feeds.store.statements.put(waiting_there)

    do_what_is_due(feeds.sandbox)

    assert (read(feeds, "st").status, read(feeds, "st").transactions) == ("failed", ())
    assert feeds.store.transactions.count("account", bank_account_id) == 0


def test_what_is_due_happens_once(feeds: BankFeeds) -> None:
    waiting(feeds, after_time="PT1S")
    post(feeds, a_statement(FRESH))
    feeds.clock.advance(SECOND)
    do_what_is_due(feeds.sandbox)
    before = feeds.everything()

    do_what_is_due(feeds.sandbox)

    assert feeds.everything() == before


def test_a_statement_that_waits_is_in_the_world_and_goes_on_from_there(feeds: BankFeeds) -> None:
    waiting(feeds, after_time="PT30S")
    statement_id = post(feeds, a_statement(FRESH))
    [exported] = feeds.store.export()["statements"]

    assert exported["statementId"] == statement_id
    assert exported["dueAt"] == "2026-01-31T12:00:30Z"
