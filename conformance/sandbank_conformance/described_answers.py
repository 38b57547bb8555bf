"""Whether an answer is one that its document describes: status, media type, headers, body."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_contract import documents
from sandbank_contract.wiring import described, resolved

ERRORS = {"user_banking": ("application/json", "Error")}  # media type and schema, by API
PROBLEM = ("application/problem+json", "Problem")  # of every other API

MOST = 5  # places that are named


def misfits(exchange: Exchange) -> list[str]:
    """Where an answer departs from the document; nothing where it fits."""
    responses = _responses(exchange.api, exchange.operation_id)
    if str(exchange.status) not in responses:
        return [f"status {exchange.status} is not one of {', '.join(responses)}"]
    response = responses[str(exchange.status)]
    return [*_headers(exchange, response), *_body(exchange, response)][:MOST]


def error_misfits(exchange: Exchange) -> list[str]:
    """Where the body of a refusal departs from the API's error body; nothing where it fits."""
    media_type, name = ERRORS.get(exchange.api, PROBLEM)
    found = []
    if exchange.media_type != media_type:
        found.append(f"Content-Type {exchange.media_type or 'absent'}, not {media_type}")
    return [*found, *_violations(_error_schema(exchange.api, name), exchange.json)][:MOST]


def _headers(exchange: Exchange, response: Mapping[str, Any]) -> Iterator[str]:
    for name, header in response.get("headers", {}).items():
        if header.get("required") and exchange.header(name) is None:
            yield f"the header {name} is missing"


def _body(exchange: Exchange, response: Mapping[str, Any]) -> Iterator[str]:
    content: Mapping[str, Any] = response.get("content", {})
    if not content:
        if exchange.received.body:
            yield f"{len(exchange.received.body)} bytes of a body, though none is described"
    elif exchange.media_type not in content:
        yield f"Content-Type {exchange.media_type or 'absent'}, not {' or '.join(content)}"
    elif exchange.media_type.endswith("json"):
        where = (exchange.api, exchange.operation_id, exchange.status, exchange.media_type)
        yield from _violations(_schema(*where), exchange.json)


def _violations(validator: Any, value: Any) -> Iterator[str]:
    if value is NOTHING:
        yield "the body is not JSON"
        return
    for error in validator.iter_errors(value):
        place = "".join(f"/{step}" for step in error.instance_path)
        yield f"{place or 'the body'}: {error.message[:160]}"


@cache
def _responses(api: str, operation_id: str) -> Mapping[str, Any]:
    document = documents.load(api)
    responses: Mapping[str, Any] = described(document, operation_id)["responses"]
    return {status: resolved(document, each) for status, each in responses.items()}


@cache
def _schema(api: str, operation_id: str, status: int, media_type: str) -> Any:
    return _compiled(_responses(api, operation_id)[str(status)]["content"][media_type]["schema"])


@cache
def _error_schema(api: str, name: str) -> Any:
    document = documents.load(api)
    return _compiled(resolved(document, document.raw["components"]["schemas"][name]))


def _compiled(schema: Any) -> Any:
    return jsonschema_rs.Draft202012Validator(_plain(schema), validate_formats=True)


def _plain(schema: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: what may be null says so in its own words."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    plain = {name: _plain(each) for name, each in schema.items() if name != "example"}
    return {"anyOf": [plain, {"type": "null"}]} if plain.pop("nullable", False) is True else plain
