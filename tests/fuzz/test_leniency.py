"""An exception excuses what its requirement demands, and nothing that only looks like it."""

from types import SimpleNamespace
from typing import Any

import pytest
from fuzz.leniency import Leniency

from sandbank_conformance.fuzz.engine import Finding
from sandbank_contract.exceptions import load_exceptions
from sandbank_contract.requirements import load_catalogue


def _excused(finding: Finding) -> bool:
    return Leniency(load_exceptions(), load_catalogue()).excuses(finding)


def _finding(check: str, operation: str, *, ended_by: str = "", requirement: str = "") -> Finding:
    headers = {"sandbank-requirement": [requirement]} if requirement else {}
    interaction: Any = SimpleNamespace(response=SimpleNamespace(headers=headers))
    return Finding(
        check=check,
        operation_id=operation,
        ended_by=ended_by,
        title="",
        message="",
        interactions=(interaction,),
    )


def _rejected(operation: str, requirement: str = "") -> Finding:
    return _finding("positive_data_acceptance", operation, requirement=requirement)


def _readable_after(deletion: str, operation: str) -> Finding:
    return _finding("use_after_free", operation, ended_by=deletion)


def test_a_refusal_by_the_requirement_is_excused() -> None:
    assert _excused(_rejected("createBankAccount", "CON-ACC-01"))


@pytest.mark.parametrize("requirement", ["GEN-04", ""])
def test_a_refusal_by_anything_else_is_not(requirement: str) -> None:
    assert not _excused(_rejected("createBankAccount", requirement))


def test_the_same_refusal_by_another_operation_is_not() -> None:
    assert not _excused(_rejected("createRule", "CON-ACC-01"))


def test_reading_the_rule_of_a_disconnected_account_is_excused() -> None:
    assert _excused(_readable_after("disconnectBankAccount", "getRule"))


def test_reading_a_deleted_rule_is_not() -> None:
    assert not _excused(_readable_after("deleteRule", "getRule"))
