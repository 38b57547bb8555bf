"""Ways through the documents for the tests that judge them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from sandbank_contract import documents
from sandbank_contract.documents import Document, Operation

DOCUMENTS = documents.load_all()
OPERATIONS = [each for document in DOCUMENTS for each in document.operations]
SERVED = [each for each in OPERATIONS if each.api in documents.SERVED]
BY_API = {document.api: document for document in DOCUMENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body of one media type, asked or answered."""

    place: str
    document: Document
    media_type: str
    described: dict[str, Any]


def resolve(document: Document, node: Any) -> Any:
    """What a node is, or what it refers to."""
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document.raw
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def described(operation: Operation) -> dict[str, Any]:
    item: dict[str, Any] = BY_API[operation.api].raw["paths"][operation.path]
    return dict(item[operation.method.lower()])


def responses(operation: Operation) -> Iterator[tuple[int, dict[str, Any]]]:
    document = BY_API[operation.api]
    for status, response in described(operation)["responses"].items():
        yield int(status), resolve(document, response)


def parameters(operation: Operation) -> list[dict[str, Any]]:
    document = BY_API[operation.api]
    item = document.raw["paths"][operation.path]
    found = [*item.get("parameters", []), *described(operation).get("parameters", [])]
    return [resolve(document, each) for each in found]


def request_contents(operation: Operation) -> Iterator[Content]:
    document = BY_API[operation.api]
    body = resolve(document, described(operation).get("requestBody", {}))
    for media_type, content in body.get("content", {}).items():
        place = f"{operation.operation_id} {media_type}"
        yield Content(place=place, document=document, media_type=media_type, described=content)


def response_contents(operation: Operation) -> Iterator[tuple[int, Content]]:
    document = BY_API[operation.api]
    for status, response in responses(operation):
        for media_type, content in response.get("content", {}).items():
            place = f"{operation.operation_id} {status}"
            yield (
                status,
                Content(place=place, document=document, media_type=media_type, described=content),
            )


def nodes(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every mapping of a document with its place."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from nodes(value, (*path, str(key)))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from nodes(value, (*path, str(number)))


def as_json_schema(node: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: what is nullable may be null."""
    if isinstance(node, list):
        return [as_json_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    plain = {key: as_json_schema(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") is True else plain


def validator(document: Document, schema: Any) -> jsonschema_rs.Draft202012Validator:
    components = {"schemas": document.raw["components"]["schemas"]}
    whole = as_json_schema({"allOf": [schema], "components": components})
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def component(api: str, name: str) -> jsonschema_rs.Draft202012Validator:
    return validator(BY_API[api], {"$ref": f"#/components/schemas/{name}"})
