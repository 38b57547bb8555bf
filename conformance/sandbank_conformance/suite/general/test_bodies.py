"""What counts as a body, and how one that breaks its schema is answered."""

import json
from collections.abc import Callable
from functools import partial

import pytest

from sandbank_conformance import conditions
from sandbank_conformance.conditions import (
    ensure,
    ensure_refused,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import (
    JSON,
    ONES,
    Call,
    ones,
    operations,
    reads_json,
)
from sandbank_conformance.suite.general.ready import ready, refusable
from sandbank_conformance.suite.general.violations import VIOLATIONS, violating
from sandbank_conformance.wire import TransportError

TEN_MEBIBYTES = 10 * 1024 * 1024

Broken = Callable[[bytes], bytes]  # of a good body


def _nested(depth: int, good: bytes) -> bytes:
    return b'{"x": ' + b"[" * depth + b"]" * depth + b", " + good[1:]


ANYWHERE: tuple[Broken, ...] = (  # every operation is asked
    lambda good: good[:-1],
    lambda good: good[:-1] + b", " + good[1:],
)
NEARLY: tuple[Broken, ...] = (  # what lenient parsers take for JSON
    lambda good: good[:-1] + b",}",
    lambda good: b"{," + good[1:],
    lambda good: b'{"x": [1,], ' + good[1:],
    lambda good: b'{"x": [1,,2], ' + good[1:],
    lambda good: b"{x: 1, " + good[1:],
    lambda good: b"{'x': 1, " + good[1:],
    lambda good: b'{"x": 01, ' + good[1:],
    lambda good: b'{"x": +1, ' + good[1:],
    lambda good: b'{"x": .5, ' + good[1:],
    lambda good: b'{"x": 0x1F, ' + good[1:],
    lambda good: b'{"x": True, ' + good[1:],
    lambda good: b'{"x": undefined, ' + good[1:],
    lambda good: b'{"x": "a\nb", ' + good[1:],
    lambda good: b"/* x */ " + good,
    lambda good: good + b" // x",
)
BROKEN: tuple[Broken, ...] = (
    *ANYWHERE,
    lambda _: b"",
    lambda good: good + b"}",
    lambda good: b"\xff" + good,
    lambda good: b'{"x": "\xff", ' + good[1:],
    lambda good: b'{"x": 1, "x": 1, ' + good[1:],
    lambda good: b'{"x": {"y": 1, "y": 2}, ' + good[1:],
    lambda good: b'{"x": NaN, ' + good[1:],
    lambda good: b'{"x": -Infinity, ' + good[1:],
    *(partial(_nested, depth) for depth in (105, 1_000, 10_000)),
    *NEARLY,
)
WRONG: tuple[Broken, ...] = (lambda _: b"[5]", lambda _: b"null")  # no operation reads these
READ: dict[str, Callable[[Call], Exchange]] = {
    "a byte order mark": lambda call: call.send(content=b"\xef\xbb\xbf" + call.content),
    "another type of JSON": lambda call: call.send(
        headers={"Content-Type": "application/verify+json"}
    ),
    "the charset UTF-8": lambda call: call.send(
        headers={"Content-Type": 'application/json; charset="utf-8"'}
    ),
    "another case": lambda call: call.send(headers={"Content-Type": "Application/JSON"}),
    "nesting of 90": lambda call: call.send(content=_nested(90, call.content)),
    "members nobody knows": lambda call: call.send(content=b'{"x": null, ' + call.content[1:]),
}


@requirement("GEN-04")
@pytest.mark.parametrize("operation_id", operations(reads_json))
def test_a_body_that_cannot_be_read_answers_400(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    wrong = WRONG if operation_id in VIOLATIONS else ()
    for broken in (*(BROKEN if operation_id in ONES.values() else ANYWHERE), *wrong):
        answer = call.send(content=broken(call.content), headers={"Content-Type": JSON})

        if answer.status != 400:  # then a good one has to be taken for anything to be proved
            given(ready(run, draw, operation_id).send())
        ensure_status(answer, 400)


@smoke
@requirement("GEN-04")
@pytest.mark.parametrize("operation_id", operations(lambda each: each.operation_id in VIOLATIONS))
def test_every_violation_of_a_schema_is_named(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    body, places = violating(operation_id, call.body)

    answer = call.send(content=json.dumps(body).encode())

    if answer.status != 400:
        given(ready(run, draw, operation_id).send())
    ensure_status(answer, 400)
    named = _named(answer)
    ensure(
        all(_names(named, each) for each in places),
        expected=f"400 that names {', '.join(places)}",
        received=f"named: {named}",
        exchange=answer,
    )


@requirement("GEN-04")
@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("operation_id", ones())
def test_a_body_may_come_in_other_forms(operation_id: str, form: str, run: Run, draw: Draw) -> None:
    call = ready(run, draw, operation_id)

    answer = READ[form](call)

    ensure_success(answer)


@requirement("GEN-04")
@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "no-such-charset"])
@pytest.mark.parametrize("operation_id", ones())
def test_another_charset_is_refused(operation_id: str, charset: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers={"Content-Type": f"application/json; charset={charset}"})

    ensure_refused(answer)
    if operation_id != "reportAuthorisation":  # there a rule of its own speaks of media types
        ensure_status(answer, 415)


@requirement("GEN-04")
@pytest.mark.parametrize("operation_id", ones())
def test_a_body_over_10_mib_answers_413(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    good = call.content
    padding = b" " * (TEN_MEBIBYTES + 1 - len(good))

    try:
        answer = call.send(content=good + padding)
    except TransportError as error:
        raise conditions.Broken(expected="413", received=f"no answer: {error}") from error

    ensure_status(answer, 413)


@requirement("GEN-04")
@pytest.mark.parametrize("operation_id", ones())
def test_a_body_of_10_mib_is_read(operation_id: str, run: Run, draw: Draw) -> None:
    call = ready(run, draw, operation_id)
    good = call.content

    answer = call.send(content=good + b" " * (TEN_MEBIBYTES - len(good)))

    ensure_success(answer)


def _named(answer: Exchange) -> str:
    """What a refusal says of places: its pointers, or the message of User banking."""
    errors = answer.at("/errors")
    if isinstance(errors, list) and errors:
        return " ".join(str(each.get("pointer")) for each in errors if isinstance(each, dict))
    return str(answer.at("/message"))


def _names(named: str, place: str) -> bool:
    return any(word.strip(".,;:'\"()") == place for word in named.split())
