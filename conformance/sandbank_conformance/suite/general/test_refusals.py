"""Calls that are refused change nothing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
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
from sandbank_conformance.suite.general.calls import (
    ONES,
    OPERATIONS,
    WITHOUT_CREDENTIALS,
    Call,
    operations,
)
from sandbank_conformance.suite.general.ready import ready, together
from sandbank_conformance.suite.general.tenants import new_tenant
from sandbank_conformance.suite.general.watching import again, watch, watch_all, writes
from sandbank_conformance.uploads import USER

GARBLED = {"Authorization": "Bearer garbled"}
DEEP = b'{"x":' * 10_000 + b"1" + b"}" * 10_000
APIS = [pytest.param(api, marks=of_api(api), id=api) for api in ("consumer", "user_banking")]


def _bodies(good: bytes) -> Iterator[bytes]:
    """Bodies that hold all of a good one, or nearly, and cannot be read to their end."""
    yield good[:-1]
    yield good[:-1] + b", " + good[1:]
    yield good + b"]"
    yield good + good
    yield good[:-1] + b', "x": "\xff"}'
    yield good[:-1] + b', "x": ' + DEEP + b"}"


def _half_good(body: Any) -> Iterator[Any]:
    """Bodies of which the first part is good and the last part is not."""
    if isinstance(body, dict) and "ids" in body:
        yield {"ids": [*body["ids"], 17]}
        yield {"ids": [*body["ids"], "nobody-has-this-id"]}
        return
    if isinstance(body, dict):
        plain = [name for name, value in body.items() if not isinstance(value, dict)]
        yield {**body, (plain or list(body))[-1]: {"no": "such value"}}
    yield [body, {}]


def _faults(call: Call) -> Iterator[Mapping[str, Any]]:
    yield {"headers": WITHOUT_CREDENTIALS}
    yield {"headers": GARBLED}
    if call.body is NOTHING:
        return
    yield {"headers": {"Content-Type": "text/plain"}}
    all_of_them = call.operation_id in ONES.values()
    for each in islice(_bodies(call.content), None if all_of_them else 2):
        yield {"content": each}
    for body in _half_good(json.loads(call.content)):
        yield {"content": json.dumps(body).encode()}


@requirement("GEN-02")
@pytest.mark.parametrize("api", APIS)
def test_refused_calls_change_nothing(api: str, run: Run, draw: Draw) -> None:
    writing = [name for name, each in OPERATIONS.items() if each.api == api and writes(name)]

    if not _all_is_refused_and_well(writing, run, draw):
        for operation_id in writing:
            if not _all_is_refused_and_well([operation_id], run, draw):
                _one_by_one(operation_id, run, draw)


def _all_is_refused_and_well(operation_ids: list[str], run: Run, draw: Draw) -> bool:
    calls = together(run, draw, operation_ids)
    look = watch_all(calls)
    before = look()
    answers = [call.send(**fault) for call in calls for fault in _faults(call)]
    return all(each.refused for each in answers) and before == again(look)


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
    "operation_id", operations(lambda each: each.operation_id.startswith("reportAuthorisation"))
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
