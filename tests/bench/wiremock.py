"""WireMock, which reads no OpenAPI documents: told what each operation of one is answered with."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sandbank_contract import documents
from sandbank_contract.documents import Document, Operation
from sandbank_contract.wiring import described, resolved

PACKAGE = "wiremock@3.13.2"

_PARAMETER = re.compile(r"\{[^}]+\}")
_JSON = "application/json"


def jar_in(folder: Path) -> str | None:
    """The program in a folder where npm has put it."""
    return next(map(str, folder.glob("node_modules/wiremock/build/*.jar")), None)


def serving(jar: str, document: str, port: int) -> Sequence[str]:
    """What serves a document's first successes, as fast as it goes: without a journal of calls."""
    root = Path(jar).parent / document
    (root / "mappings").mkdir(parents=True, exist_ok=True)
    mappings = {"mappings": list(_mappings(documents.load(document)))}
    (root / "mappings" / "all.json").write_text(json.dumps(mappings), encoding="utf-8")
    java = shutil.which("java") or "java"
    options = ["--port", str(port), "--root-dir", str(root), "--no-request-journal"]
    return [java, "-jar", jar, *options, "--disable-banner"]


def _mappings(document: Document) -> Iterator[dict[str, Any]]:
    for each in document.operations:
        path = document.base_path + each.path
        yield {
            "priority": 1 + len(_PARAMETER.findall(path)),  # a literal path wins over a template
            "request": {"method": each.method, "urlPathPattern": _PARAMETER.sub("[^/]+", path)},
            "response": _response(document, each),
        }
    # It tells at length of what it does not know, and answers 500 without a journal.
    yield {"priority": 99, "request": {"urlPattern": ".*"}, "response": {"status": 404}}


def _response(document: Document, operation: Operation) -> dict[str, Any]:
    status = min(operation.statuses)
    responses = resolved(document, described(document, operation.operation_id)["responses"])
    content = responses[str(status)].get("content", {}).get(_JSON)
    if content is None:
        return {"status": status}
    return {"status": status, "headers": {"Content-Type": _JSON}, "jsonBody": _example(content)}


def _example(content: dict[str, Any]) -> Any:
    examples = content.get("examples")
    return next(iter(examples.values()))["value"] if examples else content.get("example")
