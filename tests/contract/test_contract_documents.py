"""The documents are valid OpenAPI, and built alike."""

from typing import Any

import pytest
import yaml
from contract_walks import (
    BY_API,
    DOCUMENTS,
    OPERATIONS,
    SERVED,
    described,
    nodes,
    parameters,
    responses,
)
from contract_walks import response_contents as contents

from sandbank_contract import documents
from sandbank_contract.documents import Operation

ERRORS = {
    "consumer": "Problem",
    "provider": "Problem",
    "user_banking": "Error",
    "control": "Problem",
}

# Where the body of an answer depends on how things stand, and on who began them.
IN_MORE_WAYS = {"pollSession": (200, 202), "chooseCandidate": (200, 201)}

each_document = pytest.mark.parametrize("api", documents.APIS)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.operation_id)
each_served = pytest.mark.parametrize("operation", SERVED, ids=lambda one: one.operation_id)


class UniqueKeys(yaml.SafeLoader):
    """Refuses what YAML itself would silently overwrite."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key is twice at {node.start_mark}"
        return super().construct_mapping(node, deep)


@each_document
def test_a_document_is_valid_openapi(api: str) -> None:
    documents.validate(api)


@each_document
def test_no_key_of_a_document_is_given_twice(api: str) -> None:
    yaml.load(documents.published(api), UniqueKeys)


@each_document
def test_a_document_is_openapi_3_0_with_a_base_path(api: str) -> None:
    document = documents.load(api)

    assert document.raw["openapi"] == "3.0.3"
    assert [server["url"] for server in document.raw["servers"]] == [
        document.base_path or "{connector}"
    ]


@each_document
def test_a_document_carries_no_private_keys(api: str) -> None:
    private = [
        path
        for path, node in nodes(documents.load(api).raw)
        if "examples" not in path and any(str(key).startswith("x-") for key in node)
    ]

    assert private == []


@each_document
def test_every_component_of_a_document_is_used(api: str) -> None:
    text = documents.published(api)
    kinds = documents.load(api).raw["components"]
    unused = [
        f"{kind}/{name}"
        for kind in kinds
        if kind != "securitySchemes"
        for name in kinds[kind]
        if f"'#/components/{kind}/{name}'" not in text
    ]

    assert unused == []


def test_operation_ids_are_unique_across_the_documents() -> None:
    ids = [each.operation_id for each in OPERATIONS]

    assert len(ids) == len(set(ids)) == 73


@each_operation
def test_an_operation_says_what_it_is_and_succeeds_in_one_way(operation: Operation) -> None:
    said = described(operation)

    assert said["summary"]
    assert said["description"]
    assert said["tags"]
    ways = tuple(each for each in operation.statuses if 200 <= each < 400)
    assert ways == IN_MORE_WAYS.get(operation.operation_id, ways[:1])
    assert ways


@each_operation
def test_an_operation_says_which_credentials_it_asks_for(operation: Operation) -> None:
    schemes = BY_API[operation.api].raw["components"]["securitySchemes"]
    asked = {name for alternative in described(operation)["security"] for name in alternative}

    assert asked <= set(schemes)
    assert bool(asked) == bool({401, 403} & set(operation.statuses) and not _issues(operation))


def _issues(operation: Operation) -> bool:
    return operation.operation_id in ("issueProviderToken", "issueUploadToken", "getAccessToken")


@each_served
def test_a_refusal_has_the_error_body_of_its_api(operation: Operation) -> None:
    expected = "TokenError" if operation.operation_id == "issueProviderToken" else None
    name = expected or ERRORS[operation.api]
    problem = name == "Problem"
    for status, content in contents(operation):
        if status >= 400:
            assert content.described["schema"] == {"$ref": f"#/components/schemas/{name}"}
            assert (content.media_type == "application/problem+json") == problem


@each_served
def test_a_refusal_names_its_requirement_in_a_header(operation: Operation) -> None:
    for status, response in responses(operation):
        assert ("Sandbank-Requirement" in response.get("headers", {})) == (status >= 400)
        assert ("Retry-After" in response.get("headers", {})) == (status in (429, 503))


@each_operation
def test_only_an_answer_without_a_body_has_no_content(operation: Operation) -> None:
    for status, response in responses(operation):
        assert ("content" in response) == (status != 204)


@each_operation
def test_an_id_in_a_path_is_a_plain_string_that_is_not_empty(operation: Operation) -> None:
    in_path = [each for each in parameters(operation) if each["in"] == "path"]

    assert [f"{{{each['name']}}}" for each in in_path] == [
        step for step in operation.path.split("/") if step.startswith("{")
    ]
    for each in in_path:
        assert each["schema"]["type"] == "string"
        assert "format" not in each["schema"]
        assert each["schema"].get("minLength") == 1 or "pattern" in each["schema"]


def test_answers_of_the_three_apis_may_hold_more_than_is_written() -> None:
    closed = [
        (document.api, path)
        for document in DOCUMENTS
        if document.api != "control"
        for path, node in nodes(document.raw)
        if node.get("additionalProperties") is False
    ]

    assert closed == []
