"""The checks that are left out of fuzzing, each for a reason that the catalogue knows."""

from pathlib import Path
from typing import Any

import pytest
from contract_builders import written

from sandbank_contract.errors import ContractError
from sandbank_contract.exceptions import CheckException, load_exceptions, read_exceptions

ENTRY = {
    "check": "use_after_free",
    "operation": "getBank",
    "requirement": "CON-BANK-01",
    "reason": "a bank stays",
}


def _read(folder: Path, entry: Any) -> tuple[CheckException, ...]:
    path = written(folder / "exceptions.yaml", [entry])
    return read_exceptions(path, {"getBank"}, {"CON-BANK-01"})


def test_an_exception_tells_check_operation_requirement_and_reason(tmp_path: Path) -> None:
    assert _read(tmp_path, ENTRY) == (CheckException(**ENTRY),)


def test_no_exception_is_made_twice() -> None:
    made = [(each.check, each.operation, each.requirement) for each in load_exceptions()]

    assert len(made) == len(set(made))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"operation": "getBanks"},
            "use_after_free.operation: 'getBanks' is unknown; did you mean",
        ),
        ({"requirement": "CON-BANK-02"}, "'CON-BANK-02' is unknown; did you mean 'CON-BANK-01'?"),
        ({"reason": ""}, "use_after_free.reason: '' is no text"),
        ({"why": "so"}, "use_after_free: 'why' is unknown"),
    ],
)
def test_an_exception_that_does_not_fit_is_refused(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    with pytest.raises(ContractError) as refusal:
        _read(tmp_path, {**ENTRY, **changes})

    assert message in str(refusal.value)
