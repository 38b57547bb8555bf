"""For programs: everything that was found, as one JSON document."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sandbank_conformance.judge.bodies.places import Position
from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.files import Checked, status
from sandbank_conformance.judge.findings import Place, Remark, Unjudged, Violation, Where
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.told import words

SCHEMA = Path(__file__).parent / "schema.json"
FORMAT = 1  # of this document; it changes when a member changes its meaning


def written(files: Sequence[Checked], masked: Callable[[str], str]) -> str:
    """The document, secrets masked."""
    document = {
        "format": FORMAT,
        "status": status(files),
        "files": [_file(each) for each in files],
    }
    return json.dumps(without_secrets(document, masked), indent=2, ensure_ascii=True) + "\n"


def without_secrets(value: Any, masked: Callable[[str], str]) -> Any:
    """A document with every text masked."""
    if isinstance(value, dict):
        return {name: without_secrets(inner, masked) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner, masked) for inner in value]
    return masked(value) if isinstance(value, str) else value


def _file(file: Checked) -> dict[str, Any]:
    return {
        "file": file.source,
        "form": file.form and file.form.value,
        "trouble": file.trouble or None,
        "passedOver": file.passed_over,
        "secrets": list(file.secrets),
        "calls": [of_call(each) for each in file.judgements],
    }


def of_call(judgement: Judgement) -> dict[str, Any]:
    """What there is to say of one call."""
    call = judgement.call
    return {
        "label": call.label or None,
        "line": call.line or None,
        "method": call.method or judgement.judged.operation.method,
        "path": words.path(judgement),
        "operationId": judgement.judged.id,
        "api": judgement.judged.api,
        "kind": judgement.kind and judgement.kind.value,
        "verdict": words.verdict(judgement),
        "answer": _answer(judgement),
        "violations": [_violation(each, call) for each in judgement.violations],
        "remarks": [*(_remark(each, call) for each in judgement.remarks), *_guessed(call)],
        "unjudged": [_unjudged(each) for each in judgement.unjudged],
        "answered": call.answered or None,
    }


def _answer(judgement: Judgement) -> dict[str, Any]:
    answer = judgement.answer
    return {
        "status": answer.status,
        "requirement": answer.requirement or None,
        "told": str(answer),
        "possible": [
            {
                "status": each.status,
                "when": each.when,
                "requirement": each.requirement or None,
            }
            for each in answer.possible
        ],
    }


def _violation(violation: Violation, call: CapturedCall) -> dict[str, Any]:
    return {
        **_place(violation.place),
        **_position(violation.position, call),
        "requirement": violation.requirement,
        "level": str(words.level(violation.requirement)),
        "status": violation.status,
        "found": violation.found,
        "right": violation.right,
    }


def _remark(remark: Remark, call: CapturedCall) -> dict[str, Any]:
    return {
        **_place(remark.place),
        **_position(remark.position, call),
        "requirement": remark.requirement or None,
        "told": remark.told,
    }


def _guessed(call: CapturedCall) -> list[dict[str, Any]]:
    place = _place(Place(Where.REQUEST))
    return [{**place, **_position(None, call), "requirement": None, "told": t} for t in call.told]


def _unjudged(unjudged: Unjudged) -> dict[str, Any]:
    return {**_place(unjudged.place), "why": unjudged.why}


def _place(place: Place) -> dict[str, Any]:
    """Where: a JSON pointer in the body, a name elsewhere."""
    name = "pointer" if place.where is Where.BODY else "name"
    return {"in": place.where.value, name: place.name}


def _position(position: Position | None, call: CapturedCall) -> dict[str, Any]:
    found = words.position_in_file(position, call)
    return {"line": found and found.line, "column": found and found.column}
