"""From what a check did to what it proves: verdicts about its requirement, and about any call."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbank_conformance.conditions import Broken, NotTestable, told
from sandbank_conformance.curl import curl
from sandbank_conformance.described_answers import misfits
from sandbank_conformance.exchange import Exchange, Unanswered
from sandbank_conformance.remarks import NEVER_FAILS, over
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.verdicts import BROKEN, Outcome, Verdict
from sandbank_conformance.wire import TransportError
from sandbank_contract.requirements import Requirement, load_catalogue
from sandbank_contract.vocabulary import Level

NOT_THERE = (502, 503, 504)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A check that has come to its end, one way or another."""

    check: str
    title: str
    requirement: str
    level: Level
    error: BaseException | None
    exchanges: tuple[Exchange, ...]
    seconds: float
    transitions: tuple[tuple[str, str, str, str], ...] = ()


def verdicts(finished: Finished, secrets: Secrets) -> Iterator[Verdict]:
    """The verdict about the check's own requirement, then those that it shows besides."""
    yield _own(finished, secrets)
    if isinstance(finished.error, Broken) and _busy(finished) is None:
        catalogue = load_catalogue()
        for each in finished.error.also:
            if each != finished.requirement:
                yield _broken(finished, finished.error, secrets, each, catalogue[each].level)


def _own(finished: Finished, secrets: Secrets) -> Verdict:
    match finished.error:
        case None:
            return _held(finished, secrets)
        case Broken() as broken:
            return _contradicted(finished, broken, secrets)
        case NotTestable() as missing:
            text = secrets.masked(str(missing))
            return _verdict(finished, secrets, Outcome.NOT_TESTABLE, missing=text)
        case Unanswered() as error:
            return _unanswered(finished, error, secrets)
        case TransportError() as error:
            return _silent(finished, error, secrets)
        case error:
            return _stumbled(finished, error, secrets)


def _held(finished: Finished, secrets: Secrets) -> Verdict:
    """Who answers nothing but 5xx does no wrong, and proves nothing either."""
    if finished.exchanges and all(each.status // 100 == 5 for each in finished.exchanges):
        missing = f"a server that works: {told(finished.exchanges[-1])}"
        return _verdict(finished, secrets, Outcome.NOT_TESTABLE, missing=secrets.masked(missing))
    return _verdict(finished, secrets, Outcome.PASS)


def _contradicted(finished: Finished, broken: Broken, secrets: Secrets) -> Verdict:
    busy = _busy(finished)
    if busy is None:
        return _broken(finished, broken, secrets, finished.requirement, finished.level)
    return _verdict(
        finished,
        secrets,
        Outcome.ERRORED,
        expected="an answer of the API",
        received=secrets.masked(told(busy)),
        decisive=busy,
    )


def _busy(finished: Finished) -> Exchange | None:
    """An answer that is not the API's, but of whatever stands before it and could not reach it."""
    if finished.requirement == NEVER_FAILS:
        return None
    return next((each for each in finished.exchanges if each.status in NOT_THERE), None)


def _silent(finished: Finished, error: TransportError, secrets: Secrets) -> Verdict:
    silent = (each for each in reversed(finished.exchanges) if not each.answered)
    return _verdict(
        finished,
        secrets,
        Outcome.ERRORED,
        expected="an answer",
        received=secrets.masked(str(error)),
        decisive=next(silent, None),
    )


def _stumbled(finished: Finished, error: BaseException, secrets: Secrets) -> Verdict:
    """A check that cannot read an answer: one of another shape, or else the fault is ours."""
    for each in filter(lambda it: it.succeeded and it.operation_id, finished.exchanges):
        if odd := misfits(each):
            missing = f"answers as the documents describe them: {told(each)}: {odd[0]}"
            return _verdict(
                finished, secrets, Outcome.NOT_TESTABLE, missing=secrets.masked(missing)
            )
    return _verdict(
        finished,
        secrets,
        Outcome.ERRORED,
        expected="the check to come to its end",
        received=secrets.masked(f"{type(error).__name__}: {error} (a fault of the suite)"),
    )


def _unanswered(finished: Finished, error: Unanswered, secrets: Secrets) -> Verdict:
    if finished.requirement == NEVER_FAILS:
        return _broken(finished, over(error), secrets, finished.requirement, finished.level)
    missing = f"a server that does not break down before the observation: {error}"
    return _verdict(finished, secrets, Outcome.NOT_TESTABLE, missing=secrets.masked(missing))


def _broken(
    finished: Finished, broken: Broken, secrets: Secrets, requirement: str, level: Level
) -> Verdict:
    return _verdict(
        finished,
        secrets,
        BROKEN[level],
        requirement=requirement,
        level=level,
        expected=secrets.masked(broken.expected),
        received=secrets.masked(broken.received),
        decisive=broken.exchange,
    )


def _verdict(
    finished: Finished,
    secrets: Secrets,
    outcome: Outcome,
    *,
    requirement: str = "",
    level: Level | None = None,
    expected: str = "",
    received: str = "",
    missing: str = "",
    decisive: Exchange | None = None,
) -> Verdict:
    exchanges = finished.exchanges
    decisive = decisive or next(reversed(exchanges), None)
    shows_steps = outcome not in (Outcome.PASS, Outcome.NOT_TESTABLE)
    return Verdict(
        check=finished.check,
        requirement=requirement or finished.requirement,
        level=level or finished.level,
        outcome=outcome,
        title=finished.title,
        expected=expected,
        received=received,
        missing=missing,
        steps=tuple(each.shown(secrets) for each in exchanges) if shows_steps else (),
        curl=curl(decisive, secrets) if decisive and shows_steps else "",
        decisive=_place(decisive, exchanges) if shows_steps else -1,
        seconds=round(finished.seconds, 4),
        transitions=finished.transitions if requirement in ("", finished.requirement) else (),
    )


def _place(decisive: Exchange | None, exchanges: tuple[Exchange, ...]) -> int:
    places = (place for place, each in enumerate(exchanges) if each is decisive)
    return next(places, -1)


def remark(
    finished: Finished, broken: Broken, secrets: Secrets, requirement: Requirement
) -> Verdict:
    """The verdict about a call that broke a rule which binds every call."""
    return _broken(finished, broken, secrets, requirement.id, requirement.level)
