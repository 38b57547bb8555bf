"""Calls that are refused change nothing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import (
    ensure_success,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import WITHOUT_CREDENTIALS, Call, operations
from sandbank_conformance.suite.general.ready import ready
from sandbank_conformance.suite.general.tenants import new_tenant
from sandbank_conformance.suite.general.watching import again, watch, writes
from sandbank_conformance.uploads import USER

GARBLED = {"Authorization": "Bearer garbled"}
DEEP = b'{"x":' * 10_000 + b"1" + b"}" * 10_000


def _bodies(good: bytes) -> Iterator[bytes]:
    """Bodies that hold all of a good one, or nearly, and cannot be read to their end."""
    yield good[:-1]
    yield good + b"]"
    yield good + good
    yield good[:-1] + b', "x": "\xff"}'
    yield good[:-1] + b', "x": ' + DEEP + b"}"
    yield good[:-1] + b", " + good[1:]


def _half_good(body: Any) -> Iterator[Any]:
    """Bodies of which the first part is good and the last part is not."""
    if isinstance(body, dict) and "ids" in body:
        yield {"ids": [*body["ids"], 17]}
        yield {"ids": [*body["ids"], "nobody-has-this-id"]}
        return
    if isinstance(body, dict):
        last = list(body)[-1]
        yield {**body, last: {"no": "such value"}}
    yield [body, {}]
    yield [body, 17]


def _faults(call: Call) -> Iterator[Mapping[str, Any]]:
    yield {"headers": WITHOUT_CREDENTIALS}
    yield {"headers": GARBLED}
    if call.body is NOTHING:
        return
    yield {"headers": {"Content-Type": "text/plain"}}
    yield from ({"content": each} for each in _bodies(call.content))
    for each in _half_good(json.loads(call.content)):
        yield {"content": json.dumps(each).encode()}


@requirement("GEN-02")
@pytest.mark.parametrize("operation_id", operations(lambda each: writes(each.operation_id)))
def test_a_refused_call_changes_nothing(operation_id: str, run: Run, draw: Draw) -> None:
    call = ready(run, draw, operation_id)
    look = watch(call)
    before = look()

    answers = [call.send(**fault) for fault in _faults(call)]

    if not all(each.refused for each in answers) or before != again(look):
        _one_by_one(operation_id, run, draw)


def _one_by_one(operation_id: str, run: Run, draw: Draw) -> None:
    """Look after each fault: some were not refused, and may well have changed something."""
    for n in range(len([*_faults(ready(run, draw, operation_id))])):
        call = ready(run, draw, operation_id)
        look = watch(call)
        before = look()

        answer = call.send(**[*_faults(call)][n])

        if answer.refused:
            ensure_unchanged(before, again(look), by=answer)


@smoke
@requirement("GEN-02")
@pytest.mark.parametrize(
    "operation_id",
    operations(lambda each: each.api == "provider" and each.operation_id != "issueProviderToken"),
)
def test_a_refused_report_leaves_its_session_open(operation_id: str, run: Run, draw: Draw) -> None:
    given(ready(run, draw, operation_id).send())
    call = ready(run, draw, operation_id)
    for fault in _faults(call):
        if not call.send(**fault).refused:
            call = ready(run, draw, operation_id)

    answer = call.send()

    ensure_success(answer)


@requirement("GEN-02")
@of_api("user_banking")
def test_a_refused_call_makes_no_user(uploader: Uploader, run: Run, draw: Draw) -> None:
    tenant = new_tenant(run, uploader, draw)
    given(tenant.call("createUser", json=USER))
    call = replace(ready(run, draw, "createUser"), caller=tenant)
    before = given(tenant.call("listUsers"), "/data")

    for fault in _faults(call):
        answer = call.send(**fault)
        after = given(tenant.call("listUsers"), "/data")

        if answer.refused:
            ensure_unchanged(before, after, by=answer)
        before = after
