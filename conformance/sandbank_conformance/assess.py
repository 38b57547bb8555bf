"""From what a check did to what it proves: verdicts about its requirement, and about any call."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from sandbank_conformance.conditions import Broken, NotTestable, told
from sandbank_conformance.curl import curl
from sandbank_conformance.described_answers import misfits
from sandbank_conformance.exchange import Exchange, Unanswered
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.verdicts import BROKEN, Outcome, Verdict
from sandbank_conformance.wire import Sent, TransportError
from sandbank_contract.requirements import Requirement, load_catalogue
from sandbank_contract.vocabulary import Level

LONG = 4_000  # letters of a header
_ODD_URL = re.compile(r"%(?![2-7][0-9A-Fa-f])|%2[Ff]|%5[Cc]|\.\.|[^%]{4000}")

NEVER_FAILS = "GEN-01"
ALLOWED_5XX = (501, 503)  # a method that HTTP does not know; a disk that is full


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
    if isinstance(finished.error, Broken):
        catalogue = load_catalogue()
        for each in finished.error.also:
            if each != finished.requirement:
                yield _broken(finished, finished.error, secrets, each, catalogue[each].level)


def _own(finished: Finished, secrets: Secrets) -> Verdict:
    match finished.error:
        case None:
            return _verdict(finished, secrets, Outcome.PASS)
        case Broken() as broken:
            return _broken(finished, broken, secrets, finished.requirement, finished.level)
        case NotTestable() as missing:
            text = secrets.masked(str(missing))
            return _verdict(finished, secrets, Outcome.NOT_TESTABLE, missing=text)
        case Unanswered() as error:
            return _unanswered(finished, error, secrets)
        case TransportError() as error:
            return _verdict(
                finished, secrets, Outcome.ERRORED, expected="an answer", received=str(error)
            )
        case error:
            return _stumbled(finished, error, secrets)


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
        return _broken(finished, _over(error), secrets, finished.requirement, finished.level)
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


def remarks(finished: Finished) -> Iterator[tuple[str, Broken]]:
    """What any call may show, whatever its check is about: requirement, and what is wrong."""
    for each in finished.exchanges:
        if each.status // 100 == 5 and each.status not in ALLOWED_5XX:
            yield NEVER_FAILS, _told(each, "any status but a 5xx", str(each.status))
        if _is_error_of_user_banking(each) and not _has_error_body(each):
            yield (
                "UB-ERR-01",
                _told(each, "a non-empty string `type` and a string `message`", _body(each)),
            )
    if isinstance(finished.error, Unanswered):
        yield NEVER_FAILS, _over(finished.error)


def _over(error: Unanswered) -> Broken:
    """To break down over a call is worse than to answer it with a 5xx."""
    return _told(error.exchange, "an answer, and no 5xx, whatever is sent", str(error))


def _is_error_of_user_banking(exchange: Exchange) -> bool:
    failed = exchange.api == "user_banking" and exchange.status >= HTTPStatus.BAD_REQUEST
    return failed and _reaches_the_application(exchange.sent)


def _reaches_the_application(sent: Sent) -> bool:
    """Whether no HTTP server may turn it away before the application can word the refusal."""
    return (
        sent.method in ("GET", "POST", "PUT", "PATCH", "DELETE")  # HEAD is answered without a body
        and not _ODD_URL.search(sent.url)
        and all(value.isascii() and len(value) < LONG for _, value in sent.headers)
    )


def _has_error_body(exchange: Exchange) -> bool:
    kind, message = exchange.at("/type"), exchange.at("/message")
    return isinstance(kind, str) and bool(kind) and isinstance(message, str)


def _told(exchange: Exchange, expected: str, received: str) -> Broken:
    return Broken(expected=expected, received=received, exchange=exchange)


def _body(exchange: Exchange) -> str:
    return exchange.received.body.decode("utf-8", "replace")[:200] or "no body"


def remark(
    finished: Finished, broken: Broken, secrets: Secrets, requirement: Requirement
) -> Verdict:
    """The verdict about a call that broke a rule which binds every call."""
    return _broken(finished, broken, secrets, requirement.id, requirement.level)
