"""Moving the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbank_server.domain.durations import parse_duration
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.service import outbox
from sandbank_server.service.due import do_what_is_due
from sandbank_server.service.ports import Clock, Sandbox


def move(sandbox: Sandbox, *, to: str | None, by: str | None, frozen: bool | None) -> None:
    """Freeze the clock or let it run, set it and then advance it; all that falls due is done."""
    target, step = _moment(to), _duration(by)
    _judge_reach(target or sandbox.clock.now(), step)
    with sandbox.store.unit_of_work():
        sandbox.store.undo_with(_taking_back(sandbox.clock))
        if frozen:  # first, so that no real time slips in between
            sandbox.clock.freeze(True)
        if target is not None:
            sandbox.clock.set(target)
        if step:
            sandbox.clock.advance(step)
        if frozen is False:
            sandbox.clock.freeze(False)
        do_what_is_due(sandbox)
        outbox.play(sandbox)
    sandbox.outbox.look()


def _taking_back(clock: Clock) -> Callable[[], None]:
    before, was_frozen = clock.now(), clock.frozen

    def take_back() -> None:
        clock.freeze(True)
        clock.set(before)
        clock.freeze(was_frozen)

    return take_back


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _wrong("/set", "must be a date and time with an offset, like 2026-01-31T12:00:00Z")
    return moment.astimezone(UTC)


def _duration(text: str | None) -> timedelta:
    if text is None:
        return timedelta()
    length = parse_duration(text)
    if length is None or text[0] != "P":
        raise _wrong("/advance", "must be an ISO 8601 duration forward, like PT25M or P1DT2H")
    return length


def _judge_reach(start: datetime, step: timedelta) -> None:
    try:
        reached = start + step
    except OverflowError:
        reached = datetime.max.replace(tzinfo=UTC)
    # The contract's dates end with 2999; this leaves room for what is dated from now.
    if not 1970 <= reached.year < 2900:
        raise _wrong("/set" if not step else "/advance", "must stay within the years 1970 to 2899")


def _wrong(pointer: str, message: str) -> Malformed:
    return Malformed("CTL-04", "The clock cannot be moved so.", (Violation(pointer, message),))
