"""A token of one API opens no other."""

import pytest

from sandbank_conformance.caller import Caller
from sandbank_conformance.conditions import ensure_refused, ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import OPERATIONS
from sandbank_conformance.suite.general.ready import refusable

OWNERS = {"consumer": "product", "provider": "provider", "user_banking": "uploader"}
REFUSED = {"consumer": 401, "provider": 403, "user_banking": 401}
CALLED = (
    "listBankAccounts",
    "disconnectBankAccount",
    "reportAuthorisation",
    "postStatement",
    "getStatement",
    "queryAccount",
    "changeBanks",
    "listAccounts",
)
PAIRS = [
    pytest.param(name, api, marks=of_api(api, OPERATIONS[name].api), id=f"{name}-{api}")
    for name in (*CALLED, "deleteAccount", "listUsers")
    for api in OWNERS
    if api != OPERATIONS[name].api
]


def _foreign(run: Run, api: str) -> dict[str, str]:
    owner: Caller = getattr(run, OWNERS[api])
    return {"Authorization": owner.headers["Authorization"]}


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize(("operation_id", "api"), PAIRS)
def test_a_token_of_another_api_is_refused(
    operation_id: str, api: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers=_foreign(run, api))

    ensure_refused(answer)


@requirement("GEN-05", level="profile")
@pytest.mark.parametrize(
    ("operation_id", "api"),
    [each for each in PAIRS if each.values[0] in (*CALLED[:1], *CALLED[2:])],
)
def test_a_token_of_another_api_is_answered_as_a_foreign_one(
    operation_id: str, api: str, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)

    answer = call.send(headers=_foreign(run, api))

    ensure_status(answer, REFUSED[OPERATIONS[operation_id].api])
