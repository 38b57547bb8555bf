"""What any call may show, whatever its check is about."""

import re
from collections.abc import Collection, Iterator
from http import HTTPStatus

from sandbank_conformance.conditions import Broken
from sandbank_conformance.exchange import Exchange, Unanswered
from sandbank_conformance.messages import Sent

LONG = 4_000  # letters of a header
_ODD_URL = re.compile(r"%(?![2-7][0-9A-Fa-f])|%2[Ff]|%5[Cc]|\.\.|[^%]{4000}")

NEVER_FAILS = "GEN-01"
ALLOWED_5XX = (501, 503)  # a method that HTTP does not know; a disk that is full


def remarks(
    exchanges: Collection[Exchange], error: BaseException | None
) -> Iterator[tuple[str, Broken]]:
    """Requirement, and what is wrong, for each call that breaks a rule which binds every call."""
    for each in exchanges:
        if each.status // 100 == 5 and each.status not in ALLOWED_5XX:
            yield NEVER_FAILS, _told(each, "any status but a 5xx", str(each.status))
        if _is_error_of_user_banking(each) and not _has_error_body(each):
            yield (
                "UB-ERR-01",
                _told(each, "a non-empty string `type` and a string `message`", _body(each)),
            )
    if isinstance(error, Unanswered):
        yield NEVER_FAILS, over(error)


def over(error: Unanswered) -> Broken:
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
