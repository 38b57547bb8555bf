"""Moving the clock: what it is asked for, exactly, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.ids import SeededIds
from sandbank_server.adapters.keys import Keys
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.adapters.tokens import JwtTokens
from sandbank_server.api.journal import Journal
from sandbank_server.domain.refusals import Malformed, Unavailable, Unknown
from sandbank_server.domain.users import User
from sandbank_server.service import timekeeping, worlds
from sandbank_server.service.ports import Sandbox

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Sandbox:
    clock = SandboxClock()
    clock.freeze(True)
    clock.set(NOON)
    return Sandbox(
        TinyDbStore(clock), clock, SeededIds(1), JwtTokens(Keys.open(), clock), Journal()
    )


def guest(expires_at: datetime) -> User:
    return User(
        user_id="u",
        client_id="c",
        tenant="c",
        type="person",
        automatic_analysis="active",
        sequence=1,
        expires_at=expires_at,
    )


@pytest.mark.parametrize(
    ("advance", "later"),
    [
        ("PT25M", timedelta(minutes=25)),
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("P1W", timedelta(weeks=1)),
        ("PT0.25S", timedelta(milliseconds=250)),
    ],
)
def test_the_clock_advances_by_exactly_what_is_asked(
    sandbox: Sandbox, advance: str, later: timedelta
) -> None:
    timekeeping.move(sandbox, to=None, by=advance, frozen=None)

    assert sandbox.clock.now() == NOON + later


def test_set_comes_before_advance(sandbox: Sandbox) -> None:
    timekeeping.move(sandbox, to="2026-01-01T00:00:00+01:00", by="PT1H", frozen=None)

    assert sandbox.clock.now() == datetime(2026, 1, 1, 0, tzinfo=UTC)


def test_a_time_may_be_written_in_small_letters(sandbox: Sandbox) -> None:
    timekeeping.move(sandbox, to="2026-01-31t09:30:00z", by=None, frozen=None)

    assert sandbox.clock.now() == datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def test_a_running_clock_that_is_set_and_frozen_stands_exactly_there(sandbox: Sandbox) -> None:
    timekeeping.move(sandbox, to=None, by=None, frozen=False)

    timekeeping.move(sandbox, to=NOON.isoformat(), by=None, frozen=True)

    assert (sandbox.clock.now(), sandbox.clock.frozen) == (NOON, True)


@pytest.mark.parametrize(
    ("to", "by", "pointer"),
    [
        ("yesterday", None, "/set"),
        ("2026-03-01T12:00:00", None, "/set"),
        ("1969-12-31T23:59:59Z", None, "/set"),
        ("2900-01-01T00:00:00Z", None, "/set"),
        (None, "-PT1H", "/advance"),
        (None, "P", "/advance"),
        (None, "P999999D", "/advance"),
        (None, "P99999W", "/advance"),
    ],
)
def test_a_move_that_cannot_be_leaves_the_clock_where_it_is(
    sandbox: Sandbox, to: str | None, by: str | None, pointer: str
) -> None:
    with pytest.raises(Malformed) as refused:
        timekeeping.move(sandbox, to=to, by=by, frozen=False)

    assert [each.pointer for each in refused.value.violations] == [pointer]
    assert (sandbox.clock.now(), sandbox.clock.frozen) == (NOON, True)


def test_what_falls_due_is_done_before_the_answer(sandbox: Sandbox) -> None:
    sandbox.store.users.put(guest(NOON + timedelta(minutes=5)))

    timekeeping.move(sandbox, to=None, by="PT4M59S", frozen=None)
    assert sandbox.store.users.get("u") is not None

    timekeeping.move(sandbox, to=None, by="PT1S", frozen=None)
    assert sandbox.store.users.get("u") is None


def test_a_move_whose_due_work_cannot_be_kept_is_taken_back(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_: Sandbox) -> None:
        raise Unavailable("GEN-01", "storage_unavailable", "The disk is full.")

    monkeypatch.setattr(timekeeping, "do_what_is_due", full_disk)

    with pytest.raises(Unavailable):
        timekeeping.move(sandbox, to=None, by="PT1H", frozen=False)

    assert (sandbox.clock.now(), sandbox.clock.frozen) == (NOON, True)


def test_a_restored_snapshot_brings_back_what_was_there(sandbox: Sandbox) -> None:
    sandbox.store.users.put(guest(NOON + timedelta(days=1)))
    worlds.take_snapshot(sandbox, "before")
    sandbox.store.users.remove("u")

    worlds.restore_snapshot(sandbox, "before")

    assert sandbox.store.users.get("u") is not None


@pytest.mark.parametrize("name", ["", "UPPER", "a/b", "..", "x" * 41])
def test_a_snapshot_has_a_plain_name(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(Malformed):
        worlds.take_snapshot(sandbox, name)
    with pytest.raises(Unknown):
        worlds.restore_snapshot(sandbox, name)


def test_a_broken_world_replaces_nothing(sandbox: Sandbox) -> None:
    sandbox.store.users.put(guest(NOON + timedelta(days=1)))

    with pytest.raises(Malformed) as refused:
        worlds.replace(sandbox, {"bnaks": []})

    assert [each.pointer for each in refused.value.violations] == ["/bnaks"]
    assert sandbox.store.users.get("u") is not None
