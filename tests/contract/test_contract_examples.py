"""Every body and parameter has an example, and the examples keep the schemas."""

from typing import Any

import pytest
from contract_walks import (
    BY_API,
    OPERATIONS,
    Content,
    parameters,
    request_contents,
    resolve,
    response_contents,
    responses,
    validator,
)

from sandbank_contract.documents import Operation

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.operation_id)

# Texts that only their caller can know.
WITHOUT_EXAMPLE = {("getAccessToken", "X-Signature")}


def _judge(content: Content) -> None:
    examples = content.described["examples"]
    judge = validator(content.document, content.described.get("schema", {}))
    assert examples, content.place
    for name, example in examples.items():
        errors = [
            f"{content.place} {name}: {each.message}"
            for each in judge.iter_errors(example["value"])
        ]
        assert errors == []


@each_operation
def test_every_request_body_has_examples_that_keep_its_schema(operation: Operation) -> None:
    for content in request_contents(operation):
        _judge(content)


@each_operation
def test_every_answer_with_a_body_has_examples_that_keep_its_schema(operation: Operation) -> None:
    for _, content in response_contents(operation):
        _judge(content)


@each_operation
def test_every_parameter_has_an_example_that_keeps_its_schema(operation: Operation) -> None:
    for parameter in parameters(operation):
        if (operation.operation_id, parameter["name"]) in WITHOUT_EXAMPLE:
            continue
        judge = validator(BY_API[operation.api], parameter["schema"])

        assert judge.is_valid(parameter["example"]), parameter


@each_operation
def test_every_header_of_an_answer_has_an_example(operation: Operation) -> None:
    document = BY_API[operation.api]
    for _, response in responses(operation):
        for header in response.get("headers", {}).values():
            described = resolve(document, header)

            assert validator(document, described["schema"]).is_valid(described["example"])


@each_operation
def test_a_problem_in_an_example_states_the_status_it_stands_under(operation: Operation) -> None:
    for status, content in response_contents(operation):
        if content.media_type == "application/problem+json":
            for example in content.described["examples"].values():
                problem: dict[str, Any] = example["value"]

                assert problem["status"] == status
                assert problem["type"] == f"urn:sandbank:problem:{problem['code']}"
