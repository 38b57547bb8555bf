"""Small contracts for tests to break: a builder says only what matters."""

from pathlib import Path
from typing import Any

import yaml

from sandbank_contract.documents import Document, Operation


def operation(operation_id: str, **changes: Any) -> Operation:
    values = {"api": "consumer", "method": "GET", "path": "/banks", "statuses": (200, 404)}
    return Operation(operation_id=operation_id, **{**values, **changes})


def document(*operation_ids: str, api: str = "consumer") -> Document:
    operations = tuple(operation(each, api=api) for each in operation_ids)
    return Document(api=api, base_path=f"/{api}", operations=operations, raw={})


def openapi(**changes: Any) -> dict[str, Any]:
    described = {"operationId": "getBank", "responses": {"200": {"description": "The bank."}}}
    values = {
        "openapi": "3.0.3",
        "info": {"title": "A document", "version": "1"},
        "servers": [{"url": "/consumer/v1"}],
        "paths": {"/banks": {"get": described}},
    }
    return {**values, **changes}


def requirement(requirement_id: str = "CON-BANK-01", **changes: Any) -> dict[str, Any]:
    values = {
        "id": requirement_id,
        "level": "must",
        "basis": "D",
        "subject": "server",
        "source": {"page": "offboarding", "section": "Step 2"},
        "text": "A bank is a bank.",
        "operations": ["getBank"],
        "statuses": [200],
    }
    return {key: value for key, value in {**values, **changes}.items() if value is not None}


def written(path: Path, value: Any) -> Path:
    """The file, with the value in YAML."""
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    return path
