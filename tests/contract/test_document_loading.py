"""The loader gives what a server needs, and refuses what it could not use."""

from pathlib import Path
from typing import Any

import pytest
from contract_builders import openapi, written

from sandbank_contract import documents
from sandbank_contract.documents import Operation
from sandbank_contract.errors import ContractError

ANSWERS = {"200": {"description": "Fine."}}


def _load(folder: Path, value: Any) -> documents.Document:
    written(folder / "consumer.yaml", value)
    return documents.load("consumer", folder)


def test_a_document_tells_its_operations_with_their_statuses(tmp_path: Path) -> None:
    document = _load(tmp_path, openapi())

    assert document.api == "consumer"
    assert document.base_path == "/consumer/v1"
    assert document.operations == (
        Operation(
            operation_id="getBank", api="consumer", method="GET", path="/banks", statuses=(200,)
        ),
    )


def test_an_operation_is_found_by_its_id() -> None:
    document = documents.load("provider")

    assert document.operation("reportAuthorisation").method == "PATCH"
    with pytest.raises(KeyError):
        document.operation("reportNothing")


def test_a_document_is_read_once() -> None:
    assert documents.load("control") is documents.load("control")


def test_what_is_published_is_the_file_itself() -> None:
    text = (documents.FOLDER / "provider.yaml").read_text(encoding="utf-8")

    assert documents.published("provider") == text


def test_every_api_has_its_base_path() -> None:
    assert {each.api: each.base_path for each in documents.load_all()} == {
        "consumer": "/consumer/v1",
        "provider": "/provider/v1",
        "user_banking": "/user-banking",
        "control": "/_sandbox",
        "connector": "",
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "consumer.yaml: paths: expected an OpenAPI document with paths"),
        (openapi(paths=None), "consumer.yaml: paths: expected an OpenAPI document with paths"),
        (openapi(servers=[]), "consumer.yaml: servers: None is no base path; expected one such as"),
        (openapi(servers=[{"url": "https://a.example"}]), "'https://a.example' is no base path"),
        (openapi(servers=[{"url": "/v1/"}]), "'/v1/' is no base path"),
        (
            openapi(paths={"/banks": {"get": {"responses": ANSWERS}}}),
            "consumer.yaml: paths./banks.get: has no operationId",
        ),
        (
            openapi(paths={"/banks": {"get": {"operationId": "a", "responses": {200: {}}}}}),
            "consumer.yaml: paths./banks.get.responses: 200 is no status; expected a quoted one",
        ),
        (
            openapi(paths={"/banks": {"get": {"operationId": "a", "responses": {"default": {}}}}}),
            "'default' is no status",
        ),
    ],
)
def test_a_document_no_server_could_use_is_refused(
    tmp_path: Path, value: Any, message: str
) -> None:
    with pytest.raises(ContractError) as refusal:
        _load(tmp_path, value)

    assert message in str(refusal.value)


def test_an_operation_id_used_twice_is_refused(tmp_path: Path) -> None:
    twice = {"operationId": "getBank", "responses": ANSWERS}

    with pytest.raises(ContractError) as refusal:
        _load(tmp_path, openapi(paths={"/a": {"get": twice}, "/b": {"get": twice}}))

    assert str(refusal.value) == (
        "consumer.yaml: paths./b.get: getBank is the operationId of paths./a.get, too; rename one"
    )


def test_a_file_that_is_no_yaml_is_refused_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "consumer.yaml").write_text("openapi: 3.0.3\npaths: [\n", encoding="utf-8")

    with pytest.raises(ContractError, match=r"consumer\.yaml: line 3: is not YAML"):
        documents.load("consumer", tmp_path)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "provider.yaml").write_bytes(b"\xff\xfe")

    for api in ("consumer", "provider"):
        with pytest.raises(ContractError, match=rf"{api}\.yaml: cannot be read as UTF-8 text"):
            documents.load(api, tmp_path)


def test_validation_names_the_place_of_what_is_not_openapi(tmp_path: Path) -> None:
    written(tmp_path / "consumer.yaml", openapi(info={"title": "No version"}))

    with pytest.raises(ContractError, match=r"consumer\.yaml: info: .version. is a required"):
        documents.validate("consumer", tmp_path)
