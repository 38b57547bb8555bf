"""An exception excuses what its requirement demands, and nothing that only looks like it."""

from types import SimpleNamespace
from typing import Any

import pytest
from fuzz.leniency import Leniency
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData, UseAfterFree

from sandbank_contract import documents
from sandbank_contract.exceptions import load_exceptions
from sandbank_contract.requirements import load_catalogue

ACCOUNT = "/{companyId}/bankaccounts/{bankAccountId}"
RULE = f"{ACCOUNT}/rules/{{ruleId}}"


def _excused(failure: Failure, operation: str, requirement: str | None = None) -> bool:
    leniency = Leniency(load_exceptions(), load_catalogue(), documents.load("consumer"))
    case: Any = SimpleNamespace(operation=SimpleNamespace(label=operation))
    headers = {} if requirement is None else {"sandbank-requirement": [requirement]}
    response: Any = SimpleNamespace(headers=headers)
    return leniency.excuses(failure, case, response)


def _rejected() -> Failure:
    return RejectedPositiveData(
        operation="", message="", status_code=400, allowed_statuses=["2xx"], title=""
    )


def _readable_after(deletion: str) -> Failure:
    return UseAfterFree(operation=deletion, message="", free="", usage="", deleted_case_id="")


def test_a_refusal_by_the_requirement_is_excused() -> None:
    assert _excused(_rejected(), "POST /{companyId}/bankaccounts", "CON-ACC-01")


@pytest.mark.parametrize("requirement", ["GEN-04", None])
def test_a_refusal_by_anything_else_is_not(requirement: str | None) -> None:
    assert not _excused(_rejected(), "POST /{companyId}/bankaccounts", requirement)


def test_the_same_refusal_by_another_operation_is_not() -> None:
    assert not _excused(_rejected(), f"POST {ACCOUNT}/rules", "CON-ACC-01")


def test_reading_the_rule_of_a_disconnected_account_is_excused() -> None:
    assert _excused(_readable_after(f"DELETE {ACCOUNT}"), f"GET {RULE}")


def test_reading_a_deleted_rule_is_not() -> None:
    assert not _excused(_readable_after(f"DELETE {RULE}"), f"GET {RULE}")
