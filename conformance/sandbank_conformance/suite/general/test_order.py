"""Of several faults, the first in the order of judgement decides."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.conditions import NotTestable, ensure_status, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import (
    WITHOUT_CREDENTIALS,
    Call,
    ones,
    operations,
)
from sandbank_conformance.suite.general.ready import refusable

TOO_LARGE = {"content": b" " * (10 * 1024 * 1024 + 1)}
TEXT = {"Content-Type": "text/plain"}
NO_TOKEN = {"Authorization": None}
NO_APPLICATION = {"x-application": None}
GARBLED = {"content": b"{"}

EVERY_API = ones()[:2]  # User banking has an order of its own
OF_COMPANIES = operations(
    lambda each: "{companyId}" in each.path and each.method in ("POST", "PATCH")
)
OF_ACCOUNTS = operations(
    lambda each: "{bankAccountId}" in each.path and each.method in ("POST", "PATCH", "DELETE")
)
CHANGING_ACCOUNTS = [each for each in OF_COMPANIES if each in OF_ACCOUNTS]


def _ensure_first_decides(send: Callable[..., Exchange], first: Any, second: Any) -> None:
    """A call with two faults is answered as one with the first fault alone.

    With which status that is, and whether at all, other rules say.
    """
    alone = send(**first)
    if not alone.refused:
        raise NotTestable(f"a refusal of the first fault alone: {told(alone)}")

    answer = send(**_both(first, second))

    if not answer.refused:
        raise NotTestable(f"a refusal of both faults: {told(answer)}")
    ensure_status(answer, alone.status)


def _both(first: Any, second: Any) -> dict[str, Any]:
    headers = {**first.get("headers", {}), **second.get("headers", {})}
    return {**first, **second, **({"headers": headers} if headers else {})}


def _nobodys(call: Call, draw: Draw, *names: str) -> str:
    """The call's path, with ids that nobody has in place of some."""
    path = call.path
    for name in names:
        path = path.replace(call.parameters[name], draw.alike(call.parameters[name]))
    return path


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", EVERY_API)
def test_an_unknown_path_comes_before_credentials(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    nowhere = {"target": f"{call.path}/{draw.word()}/{draw.word()}"}

    _ensure_first_decides(call.send_to, nowhere, {"headers": WITHOUT_CREDENTIALS})


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", EVERY_API)
@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"headers": WITHOUT_CREDENTIALS}, id="credentials"),
        pytest.param(TOO_LARGE, id="the size"),
    ],
)
def test_an_unknown_method_comes_before(
    second: Any, operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)
    wrong = {"target": call.path, "method": "DELETE"}

    _ensure_first_decides(call.send_to, wrong, second)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", EVERY_API)
def test_the_size_comes_before_credentials(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    _ensure_first_decides(call.send, TOO_LARGE, {"headers": WITHOUT_CREDENTIALS})


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", OF_COMPANIES)
@pytest.mark.parametrize("first", [NO_TOKEN, NO_APPLICATION], ids=["token", "application"])
def test_credentials_come_before_media_type_and_body(
    first: Any, operation_id: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    _ensure_first_decides(call.send, {"headers": first}, {"headers": TEXT, **GARBLED})


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", OF_COMPANIES)
def test_the_media_type_comes_before_the_body(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)

    _ensure_first_decides(call.send, {"headers": TEXT}, GARBLED)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", OF_COMPANIES)
def test_the_body_comes_before_the_company(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    elsewhere = _nobodys(call, draw, "companyId")

    _ensure_first_decides(
        lambda target=call.path, **more: call.send_to(target, **more),
        GARBLED,
        {"target": elsewhere},
    )


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", OF_ACCOUNTS)
def test_the_company_comes_before_the_account(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    first = {"target": _nobodys(call, draw, "companyId")}
    both = {"target": _nobodys(call, draw, "companyId", "bankAccountId")}

    _ensure_first_decides(call.send_to, first, both)


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", CHANGING_ACCOUNTS)
def test_the_body_comes_before_the_account(operation_id: str, run: Run, draw: Draw) -> None:
    call = refusable(run, draw, operation_id)
    nobodys = tuple(draw.alike(each) for each in call.ids)

    _ensure_first_decides(call.send, GARBLED, {"ids": nobodys})
