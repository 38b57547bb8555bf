"""Paths and methods that the documents do not have."""

from itertools import islice

import pytest

from sandbank_conformance.conditions import ensure, ensure_status, ensure_unchanged, told
from sandbank_conformance.described_answers import error_misfits
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import Call, ones, paths
from sandbank_conformance.suite.general.places import capital, dressed, everywhere, nowhere, slashed
from sandbank_conformance.suite.general.ready import refusable
from sandbank_conformance.suite.general.watching import again, watch, writes

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
DEEP = ones(consumer="getRule", user_banking="deleteTransactions")  # with all that paths may name


def _others(call: Call) -> list[str]:
    """The methods that the call's path does not have."""
    return sorted({*METHODS} - call.own_methods())


@smoke
@requirement("GEN-03")
@pytest.mark.parametrize("operation_id", DEEP)
def test_an_unknown_path_never_succeeds(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for target in nowhere(call, draw.word()):
        for method in ("GET", "POST"):
            answer = call.send_to(target, method=method)

            _ensure_no_success(answer)


@requirement("GEN-03")
@pytest.mark.parametrize("operation_id", DEEP)
def test_an_unknown_path_never_succeeds_with_another_method(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for target in islice(nowhere(call, draw.word()), 2):
        for method in ("PUT", "PATCH", "DELETE"):
            answer = call.send_to(target, method=method)

            _ensure_no_success(answer)


@requirement("GEN-03", level="profile")
@pytest.mark.parametrize("operation_id", DEEP)
def test_an_unknown_path_answers_404(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for target in nowhere(call, draw.word()):
        answer = call.send_to(target)

        ensure_status(answer, 404)
        _ensure_error_body(answer)


@requirement("GEN-03", level="profile")
@pytest.mark.parametrize("operation_id", DEEP)
def test_a_path_with_a_slash_too_many_or_in_capitals_answers_404(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for target in (*slashed(call), capital(call)):
        answer = call.send_to(target)

        ensure_status(answer, 404)
        _ensure_error_body(answer)


@requirement("GEN-03", level="profile")
@pytest.mark.parametrize("operation_id", DEEP)
def test_a_path_with_more_behind_one_of_its_words_answers_404(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for target, method in dressed(call, draw.word()):
        answer = call.send_to(target, method=method, content=b"")

        ensure_status(answer, 404)


@requirement("GEN-03")
@pytest.mark.parametrize("operation_id", paths())
def test_a_method_that_a_path_does_not_have_never_succeeds(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for method in _others(call):
        answer = call.send_to(call.path, method=method)

        _ensure_no_success(answer)


@requirement("GEN-02")
@pytest.mark.parametrize(
    "operation_id", paths(lambda each: writes(each.operation_id) and each.method == "DELETE")
)
def test_a_method_that_a_path_does_not_have_changes_nothing(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)
    look = watch(call)
    before = look()

    answers = [call.send_to(call.path, method=method) for method in _others(call)]

    if all(each.refused for each in answers):
        ensure_unchanged(before, again(look), by=answers[-1])


@requirement("GEN-03", level="profile")
@pytest.mark.parametrize("operation_id", DEEP)
def test_a_method_that_a_path_does_not_have_answers_405(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for path, own in everywhere(call, draw.word()):
        answer = call.send_to(path, method=draw.one(*sorted({*METHODS} - own)), content=b"")

        ensure_status(answer, 405)
        _ensure_allow(answer, own)
        _ensure_error_body(answer)


@requirement("GEN-03", level="profile")
@pytest.mark.parametrize("operation_id", ones())
def test_a_method_that_no_path_has_answers_404_or_405(
    operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    for method in ("PROPFIND", "TRACE", "PURGE", "SEARCH", "LINK"):
        answer = call.send_to(call.path, method=method, content=b"")

        ensure_status(answer, 404, 405)


@requirement("GEN-08")
@pytest.mark.parametrize("operation_id", DEEP)
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_head_and_options_answer_405(operation_id: str, method: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    for path, _ in everywhere(call, draw.word()):
        answer = call.send_to(path, method=method, content=b"")

        ensure_status(answer, 405)


def _ensure_no_success(answer: Exchange) -> None:
    ensure(
        not answer.succeeded,
        expected="any answer but a 2xx: the documents do not have this path or method",
        received=told(answer),
        exchange=answer,
    )


def _ensure_allow(answer: Exchange, methods: set[str]) -> None:
    allow = answer.header("allow")
    named = {each.strip().upper() for each in (allow or "").split(",")}
    ensure(
        methods <= named,
        expected=f"an Allow that names {', '.join(sorted(methods))}",
        received=f"Allow: {allow}" if allow else "no Allow",
        exchange=answer,
    )


def _ensure_error_body(answer: Exchange) -> None:
    found = error_misfits(answer)
    ensure(
        not found,
        expected="the error body of the API",
        received="; ".join(found),
        exchange=answer,
    )
