"""Servers that fall over what a caller may well send."""

import re
from collections.abc import Callable

import pytest

from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import answer_instead, of_accounts, problem

TRACE = b"""Traceback (most recent call last):
  File "/srv/bank/app.py", line 87, in handle
    return await operation(request)
ValueError: unexpected input
"""
READING = of_accounts("GET", "/[^/]+/transactions")
CRASH = problem(500, "Internal Server Error")
CONSUMER = re.compile(r"/(consumer|api)/v1/")


def _crashes(patch: pytest.MonkeyPatch, odd: Callable[[Asked], object]) -> None:
    answer_instead(patch, lambda asked: bool(CONSUMER.match(asked.path) and odd(asked)), CRASH)


def _crashes_over_bodies(patch: pytest.MonkeyPatch, odd: Callable[[bytes], object]) -> None:
    """Only what comes with good credentials gets as far as to be read."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        read = CONSUMER.match(asked.path) and answered.status not in (401, 403, 404, 405)
        return CRASH if read and answered.status >= 400 and odd(asked.body) else answered

    on_the_wire(patch, wire)


@liar("GEN-01", "GEN-04")
def falls_over_a_body_that_is_no_json(patch: pytest.MonkeyPatch) -> None:
    """A body that ends too soon answers 500."""
    _crashes_over_bodies(patch, lambda body: body[:1] == b"{" and body.rstrip()[-1:] != b"}")


@liar("GEN-01", "GEN-04")
def falls_over_deep_nesting(patch: pytest.MonkeyPatch) -> None:
    """A body of hundreds of brackets answers 500."""
    _crashes_over_bodies(patch, lambda body: body.count(b"[") + body.count(b"{") > 100)


@liar("GEN-01", "GEN-04")
def falls_over_a_list_of_rules(patch: pytest.MonkeyPatch) -> None:
    """An array where a rule is an object answers 500, with a trace."""
    trace = Answered(status=500, headers=((b"content-type", b"text/plain"),)).with_body(TRACE)
    rules = of_accounts("POST|PUT|PATCH", "/[^/]+/rules.*")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        crash = rules(asked) and answered.status == 400 and asked.body.lstrip()[:1] == b"["
        return trace if crash else answered

    on_the_wire(patch, wire)


@liar("GEN-01")
def falls_over_an_emoji(patch: pytest.MonkeyPatch) -> None:
    """A character beyond the first 65,536 in the body of a good call answers 500."""
    creation = of_accounts("POST|PUT|PATCH", ".*")
    beyond = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}|\\u[dD][89abAB]..\\u[dD][c-fC-F]")
    answer_instead(patch, lambda it: creation(it) and bool(beyond.search(it.body)), CRASH)


@liar("GEN-01")
def falls_over_a_large_start_index(patch: pytest.MonkeyPatch) -> None:
    """A `startIndex` that fills no 32 bits answers 500."""
    _crashes(patch, lambda it: READING(it) and re.search(rb"startIndex=\d{10}", it.query))


@liar("GEN-01")
def falls_over_a_start_index_that_is_no_number(patch: pytest.MonkeyPatch) -> None:
    """A `startIndex` that holds anything but digits answers 500."""
    _crashes(patch, lambda it: READING(it) and re.search(rb"startIndex=\d*[^\d&]", it.query))


@liar("GEN-01")
def falls_over_a_broken_escape_in_the_query(patch: pytest.MonkeyPatch) -> None:
    """A percent sign in the query with no two hexadecimal digits after it answers 500."""
    _crashes(patch, lambda it: re.search(rb"%(?![0-9A-Fa-f]{2})", it.query))


@liar("GEN-01")
def falls_over_a_nul_in_an_id(patch: pytest.MonkeyPatch) -> None:
    """A bank account id that holds the character NUL answers 500."""
    account = of_accounts("GET|DELETE", r"/[^/]*\x00[^/]*")
    _crashes(patch, account)


@liar("CON-OFF-08", "GEN-01")
def falls_over_a_token_of_two_parts(patch: pytest.MonkeyPatch) -> None:
    """A token that is not three parts with dots between them answers 500."""
    company = of_accounts("GET|DELETE|POST|PUT|PATCH", ".*")

    def odd(asked: Asked) -> bool:
        token = asked.header("authorization") or ""
        return company(asked) and token.startswith("Bearer ") and token.count(".") != 2

    _crashes(patch, odd)


@liar("GEN-01", "GEN-03")
def falls_over_a_method_it_never_heard_of(patch: pytest.MonkeyPatch) -> None:
    """A method beyond the usual ones answers 500."""
    usual = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT")
    _crashes(patch, lambda asked: asked.method not in usual)
