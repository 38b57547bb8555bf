"""What one operation reads of a request: its media types, its body and its query."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from sandbank_server.api import bodies, policies
from sandbank_server.api.calls import Json
from sandbank_server.api.errors import UnsupportedMediaType
from sandbank_server.api.schemas import Validator
from sandbank_server.domain.refusals import Forbidden, Malformed, Refusal, Violation

Headers = Mapping[str, tuple[str, ...]]
LONGEST_INDEX = 40  # digits read of a number in a query: far beyond every maximum
_WHOLE = re.compile(r"-?[0-9]+")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def media_type(headers: Headers) -> str | None:
    """The kind of body a request declares, or None where it is none of ours."""
    return _kind_of(headers.get("content-type", ()))


@lru_cache(maxsize=64)
def _kind_of(values: tuple[str, ...]) -> str | None:
    kind, *parameters = (part.strip().lower() for part in (",".join(values)).split(";"))
    charsets = [each.partition("=")[2].strip('" ') for each in parameters if "charset" in each]
    if any(charset not in ("utf-8", "utf8") for charset in charsets):
        return None
    if kind == JSON or (kind.startswith("application/") and kind.endswith("+json")):
        return JSON
    return FORM if kind == FORM else None


class RequestBody:
    """The body of one operation, as its document describes it."""

    def __init__(self, operation_id: str, described: Mapping[str, Any]) -> None:
        self._operation_id = operation_id
        self._required = bool(described.get("required"))
        self._kinds = tuple(described["content"])
        schema = described["content"].get(JSON, {}).get("schema")
        judged = schema is not None and operation_id not in policies.SELF_JUDGING
        self._validator = Validator(schema) if judged else None

    def parse(self, raw: bytes, headers: Headers) -> Json:
        """The valid value of a body, None for an absent one that may be absent."""
        kind = media_type(headers)
        if self._operation_id in policies.REPORTS and kind not in self._kinds:
            raise self._unsupported()
        if not raw.strip():
            return self._absent()
        if kind not in self._kinds:
            raise self._unsupported()
        value = bodies.parse_form(raw) if kind == FORM else bodies.parse_json(raw)
        self._judge(value)
        return value

    def _absent(self) -> Json:
        if self._operation_id in policies.SELF_JUDGING:
            return {}
        if self._required:
            violations = (Violation("", "is missing"),)
            requirement = policies.requirement_of(self._operation_id, {}, violations)
            raise Malformed(requirement, violations=violations)
        return None

    def _judge(self, value: Json) -> None:
        violations = self._validator.violations(value) if self._validator else ()
        if violations:
            requirement = policies.requirement_of(self._operation_id, value, violations)
            raise Malformed(requirement, violations=violations)

    def _unsupported(self) -> Refusal:
        detail = f"The Content-Type must be {' or '.join(self._kinds)}, in UTF-8."
        if self._operation_id in policies.REPORTS:
            return Forbidden("PRV-AUTH-06", "content_type_wrong", detail)
        return UnsupportedMediaType("GEN-07", "unsupported_media_type", detail)


class Query:
    """The query parameters one operation declares; others are ignored."""

    def __init__(self, operation_id: str, parameters: list[Mapping[str, Any]]) -> None:
        own = operation_id in policies.OWN_QUERY
        described = [each for each in parameters if each["in"] == "query"]
        self._validators = {
            each["name"]: (each["schema"].get("type"), Validator(each["schema"]))
            for each in described
            if not own
        }

    def parse(self, query_string: bytes) -> Mapping[str, tuple[str, ...]]:
        """The values of each parameter, those declared judged."""
        if not query_string:
            return {}
        gathered: dict[str, list[str]] = {}
        for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
            gathered.setdefault(name, []).append(value)
        found = {name: tuple(values) for name, values in gathered.items()}
        violations = tuple(
            violation
            for name in found
            if name in self._validators
            for violation in self._judge(name, found[name])
        )
        if violations:
            raise Malformed("GEN-04", "A query parameter breaks the contract.", violations)
        return found

    def _judge(self, name: str, values: tuple[str, ...]) -> list[Violation]:
        if len(values) > 1:
            return [Violation(f"/query/{name}", "is given more than once")]
        kind, validator = self._validators[name]
        value: Json = values[0]
        if kind == "integer" and _WHOLE.fullmatch(value):
            value = int(value[:LONGEST_INDEX])
        return [Violation(f"/query/{name}", each.message) for each in validator.violations(value)]
