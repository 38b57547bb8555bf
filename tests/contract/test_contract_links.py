"""Links lead from what an operation produced to the operations that use it."""

from collections.abc import Iterator
from typing import Any

import pytest
from contract_walks import BY_API, OPERATIONS, parameters, request_contents, resolve, responses
from contract_walks import response_contents as contents

from sandbank_contract.documents import Operation

BY_ID = {each.operation_id: each for each in OPERATIONS}


def _links() -> Iterator[tuple[Operation, int, str, dict[str, Any]]]:
    for operation in OPERATIONS:
        for status, response in responses(operation):
            for name, link in response.get("links", {}).items():
                yield operation, status, name, resolve(BY_API[operation.api], link)


LINKS = list(_links())
each_link = pytest.mark.parametrize(
    ("source", "status", "link"),
    [(source, status, link) for source, status, _, link in LINKS],
    ids=[f"{source.operation_id}-{name}" for source, _, name, _ in LINKS],
)


@each_link
def test_a_link_names_an_operation_of_its_document_and_parameters_it_has(
    source: Operation, status: int, link: dict[str, Any]
) -> None:
    target = BY_ID[link["operationId"]]

    assert status < 300
    assert target.api == source.api
    assert set(link.get("parameters", {})) <= {each["name"] for each in parameters(target)}
    assert ("requestBody" not in link) or list(request_contents(target))


@each_link
def test_a_link_fills_the_whole_path_of_its_operation_or_none_of_it(
    source: Operation, status: int, link: dict[str, Any]
) -> None:
    del status
    needed = {
        each["name"] for each in parameters(BY_ID[link["operationId"]]) if each["in"] == "path"
    }

    given = set(link.get("parameters", {}))

    assert needed <= given or (not given and "oken" in source.operation_id)


@each_link
def test_a_link_reads_what_its_source_was_sent_or_answered(
    source: Operation, status: int, link: dict[str, Any]
) -> None:
    sent = {(each["in"], each["name"]) for each in parameters(source)}
    for expression in _expressions([link.get("parameters", {}), link.get("requestBody", {})]):
        if expression.startswith("$request."):
            _, place, name = expression.split(".", 2)
            assert (place, name) in sent
        else:
            pointer = expression.removeprefix("$response.body#/")
            assert _found_in_an_example(source, status, pointer.split("/")), expression


def _expressions(node: Any) -> Iterator[str]:
    if isinstance(node, str) and node.startswith("$"):
        yield node
    elif isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from _expressions(each)


def _found_in_an_example(source: Operation, status: int, steps: list[str]) -> bool:
    for answered, content in contents(source):
        for example in content.described["examples"].values():
            value = example["value"]
            for step in steps:
                value = value[int(step)] if isinstance(value, list) else value[step]
            if answered == status:
                return value is not None
    return False


@pytest.mark.parametrize(
    "operation",
    [each for each in OPERATIONS if 201 in each.statuses],
    ids=lambda one: one.operation_id,
)
def test_what_makes_something_links_to_what_uses_it(operation: Operation) -> None:
    into_another_api = ("chooseCandidate", "makeTransactions", "plantFetchedAccounts")

    assert (operation.operation_id in into_another_api) or any(
        source == operation for source, _, _, _ in LINKS
    )
