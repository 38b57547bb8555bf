"""A catalogue that does not fit is refused, with file, place and what would be right."""

from pathlib import Path
from typing import Any

import pytest
from contract_builders import document, requirement, written

from sandbank_contract.errors import ContractError
from sandbank_contract.requirements import Catalogue, read_catalogue


def _read(folder: Path, *entries: Any, operations: tuple[str, ...] = ("getBank",)) -> Catalogue:
    written(folder / "consumer.yaml", list(entries))
    return read_catalogue(folder, [document(*operations)])


def _refused(folder: Path, *entries: Any, operations: tuple[str, ...] = ("getBank",)) -> str:
    with pytest.raises(ContractError) as refusal:
        _read(folder, *entries, operations=operations)
    return str(refusal.value)


def test_a_catalogue_that_fits_is_read(tmp_path: Path) -> None:
    also = {"level": "profile", "basis": "C", "text": "It is 200."}
    catalogue = _read(tmp_path, requirement(also=also))

    assert list(catalogue) == ["CON-BANK-01"]
    assert catalogue["CON-BANK-01"].statuses == (200,)
    assert catalogue.of("getBank") == (catalogue["CON-BANK-01"],)


def test_what_names_an_operation_comes_before_what_only_covers_it(tmp_path: Path) -> None:
    general = requirement("CON-BANK-01", operations=["*"])
    catalogue = _read(tmp_path, general, requirement("CON-BANK-02"))

    assert [each.id for each in catalogue.of("getBank")] == ["CON-BANK-02", "CON-BANK-01"]


def test_an_unknown_operation_has_no_requirements(tmp_path: Path) -> None:
    catalogue = _read(tmp_path, requirement())

    with pytest.raises(KeyError):
        catalogue.of("listBanks")


def test_an_operation_without_a_requirement_is_refused(tmp_path: Path) -> None:
    message = _refused(tmp_path, requirement(), operations=("getBank", "listBanks"))

    assert message.startswith("requirements/consumer.yaml: listBanks: no requirement names this")


@pytest.mark.parametrize("wildcard", ["*", "consumer.*"])
def test_a_wildcard_is_no_requirement_of_an_operation(tmp_path: Path, wildcard: str) -> None:
    message = _refused(tmp_path, requirement(operations=[wildcard]))

    assert "getBank: no requirement names this operation" in message


def test_a_requirement_of_an_unknown_operation_is_refused(tmp_path: Path) -> None:
    message = _refused(tmp_path, requirement(operations=["getBanks"]))

    assert message == (
        "consumer.yaml: CON-BANK-01.operations: 'getBanks' is unknown; did you mean 'getBank'?"
    )


def test_a_requirement_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    message = _refused(tmp_path, requirement(), requirement())

    assert message == (
        "consumer.yaml: CON-BANK-01.id: is in the catalogue twice; take the next free number"
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"levl": "must"}, "CON-BANK-01: 'levl' is unknown; did you mean 'level'?"),
        ({"level": "musts"}, "CON-BANK-01.level: 'musts' is unknown; did you mean 'must'?"),
        ({"level": ["must"]}, "CON-BANK-01.level: ['must'] is unknown"),
        ({"level": None}, "CON-BANK-01.level: None is unknown"),
        ({"basis": "X"}, "CON-BANK-01.basis: 'X' is unknown; expected one of C, D, I"),
        ({"basis": "C"}, "CON-BANK-01.level: must does not go with basis C"),
        ({"level": "profile"}, "CON-BANK-01.level: profile does not go with basis D"),
        ({"subject": "servr"}, "'servr' is unknown; did you mean 'server'?"),
        ({"source": "offboarding"}, "CON-BANK-01.source: 'offboarding' is no mapping"),
        ({"source": {"page": "offbording"}}, "source.page: 'offbording' is unknown; did you mean"),
        ({"source": {"page": "offboarding"}}, "CON-BANK-01.source.section: None is no text"),
        ({"source": {"pages": "offboarding"}}, "CON-BANK-01.source: 'pages' is unknown"),
        ({"text": "  "}, "CON-BANK-01.text: '  ' is no text; expected one that is not blank"),
        ({"operations": []}, "CON-BANK-01.operations: [] is no list of texts; expected one"),
        ({"operations": "getBank"}, "CON-BANK-01.operations: 'getBank' is no list of texts"),
        ({"statuses": ["200"]}, "CON-BANK-01.statuses: ['200'] is no list of whole numbers"),
        ({"statuses": [418]}, "CON-BANK-01.statuses: 418 is documented by none of the operations"),
        ({"also": {"level": "must", "basis": "D"}}, "CON-BANK-01.also.text: None is no text"),
        ({"also": {"id": "CON-BANK-02"}}, "CON-BANK-01.also: 'id' is unknown"),
    ],
)
def test_an_entry_that_is_not_right_is_refused(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    assert message in _refused(tmp_path, requirement(**changes))


@pytest.mark.parametrize("requirement_id", ["CON-BANK-1", "con-bank-01", "PRV-AUTH-01", "CON-01-A"])
def test_an_id_of_another_form_or_file_is_refused(tmp_path: Path, requirement_id: str) -> None:
    message = _refused(tmp_path, requirement(requirement_id))

    assert f"{requirement_id!r} is no id of this file; expected one like CON-01" in message


@pytest.mark.parametrize("entries", [{"id": "CON-BANK-01"}, ["CON-BANK-01"]])
def test_a_file_that_is_no_list_of_entries_is_refused(tmp_path: Path, entries: Any) -> None:
    written(tmp_path / "consumer.yaml", entries)

    with pytest.raises(ContractError, match=r"consumer\.yaml: "):
        read_catalogue(tmp_path, [document("getBank")])


def test_a_file_of_another_name_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "consumers.yaml", [requirement()])

    with pytest.raises(ContractError) as refusal:
        read_catalogue(tmp_path, [document("getBank")])

    assert "'consumers' is unknown; did you mean 'consumer'?" in str(refusal.value)


def test_an_operation_id_of_two_documents_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "consumer.yaml", [requirement()])
    both = [document("getBank"), document("getBank", api="control")]

    with pytest.raises(ContractError, match=r"control\.yaml: getBank: is in consumer\.yaml, too"):
        read_catalogue(tmp_path, both)
