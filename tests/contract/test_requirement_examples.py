"""What meets and what breaks a requirement, by example."""

from pathlib import Path

import pytest
from contract_builders import written

from sandbank_contract.errors import ContractError
from sandbank_contract.examples import load_examples, read_examples
from sandbank_contract.requirements import load_catalogue

GOOD = {"id": "CON-BANK-01", "meets": "It is there.", "breaks": "It is not."}


def test_every_requirement_has_an_example() -> None:
    assert set(load_examples()) == set(load_catalogue())


def test_no_example_is_told_twice() -> None:
    told = [text for each in load_examples().values() for text in (each.meets, each.breaks)]

    twice = {each for each in told if told.count(each) > 1}

    # Two operations answer 204 in the same way, and two kinds of client have credentials.
    assert len(twice) <= 2


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([GOOD, {**GOOD, "id": "CON-BANK-2"}], "did you mean 'CON-BANK-01'"),
        ([GOOD, GOOD], "has an example already"),
        ([{**GOOD, "breaks": " "}], "is no text"),
        ([{**GOOD, "fixes": "so"}], "'fixes' is unknown"),
        ([], "CON-BANK-01: has no example"),
    ],
)
def test_examples_that_do_not_fit_are_refused(
    tmp_path: Path, entries: list[dict[str, str]], message: str
) -> None:
    written(tmp_path / "consumer.yaml", entries)

    with pytest.raises(ContractError, match=message):
        read_examples(tmp_path, ["CON-BANK-01"])
