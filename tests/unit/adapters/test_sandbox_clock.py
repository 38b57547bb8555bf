from datetime import UTC, datetime, timedelta, timezone

from sandbank_server.adapters.clock import SandboxClock, real_time

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


class Machine:
    """A machine's time, moved by hand."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


def test_the_clock_runs_with_real_time() -> None:
    machine = Machine()
    clock = SandboxClock(machine)
    assert clock.now() == NOON

    machine.time += SECOND

    assert clock.now() == NOON + SECOND
    assert not clock.frozen


def test_the_real_time_is_utc() -> None:
    before = datetime.now(UTC)

    now = SandboxClock().now()

    assert before <= now <= real_time()
    assert now.tzinfo is UTC


def test_a_frozen_clock_stands_still_and_runs_on_from_there() -> None:
    machine = Machine()
    clock = SandboxClock(machine)
    clock.freeze(True)
    machine.time += HOUR
    assert clock.frozen
    assert clock.now() == NOON

    clock.freeze(False)
    machine.time += SECOND

    assert not clock.frozen
    assert clock.now() == NOON + SECOND


def test_advancing_moves_a_running_and_a_frozen_clock() -> None:
    machine = Machine()
    clock = SandboxClock(machine)

    clock.advance(HOUR)
    assert clock.now() == NOON + HOUR
    machine.time += SECOND
    assert clock.now() == NOON + HOUR + SECOND

    clock.freeze(True)
    clock.advance(HOUR)
    assert clock.now() == NOON + 2 * HOUR + SECOND
    assert clock.frozen


def test_setting_goes_anywhere_also_back() -> None:
    machine = Machine()
    clock = SandboxClock(machine)

    clock.set((NOON - HOUR).astimezone(timezone(HOUR)))
    assert clock.now() == NOON - HOUR
    assert clock.now().tzinfo is UTC
    machine.time += SECOND

    assert clock.now() == NOON - HOUR + SECOND


def test_time_does_not_go_back_when_the_machine_corrects_its_own() -> None:
    machine = Machine()
    clock = SandboxClock(machine)
    clock.now()

    machine.time -= HOUR

    assert clock.now() == NOON
    machine.time += HOUR + SECOND
    assert clock.now() == NOON + SECOND
