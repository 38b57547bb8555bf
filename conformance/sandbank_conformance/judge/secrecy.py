"""The secrets in captured calls: found, so that nothing that is told of a call shows them."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.veils import is_masked
from sandbank_conformance.secrets import SHORT, Secrets

MOST = 200  # values that are looked for in every text; tokens are known by their form besides

SHORTEST = 5  # characters of a secret with digits or signs in it

NAME = re.compile(
    r"authorization|cookie|signature|secret|password|token|jwt|(?:api|signing)[-_]?key",
    re.IGNORECASE,
)
_PLAIN = frozenset({"token_type", "grant_type"})
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?")
_SCHEME = re.compile(r"(?:bearer|basic|token)\s+", re.IGNORECASE)


class Masks:
    """Replaces secrets by the names of what they are."""

    def __init__(self) -> None:
        self._secrets = Secrets()
        self._values: set[str] = set()
        self.kinds: dict[str, None] = {}  # of secrets, in the order they were met

    def learn(self, call: CapturedCall) -> None:
        """Hide the secrets of a call from now on."""
        for name, value in _secrets(call):
            if _is_telling(value) and not is_masked(value):
                self.kinds.setdefault(name)
                if len(self._values) < MOST and value not in self._values:
                    self._values.add(value)
                    self._secrets.add(value, variable(name))

    def __call__(self, text: str) -> str:
        """The text without any secret."""
        if "eyJ" in text:
            text = _TOKEN.sub("$TOKEN", text)
        return self._secrets.masked(text)


def _is_telling(value: str) -> bool:
    """Whether a value is no word by chance: a shorter one, or a plain word, gives nothing away."""
    value = value.strip()
    return len(value) >= SHORT or (len(value) >= SHORTEST and not value.isalpha())


def variable(name: str) -> str:
    """The name that stands for a secret."""
    return re.sub(r"\W+", "_", name).upper()


def _secrets(call: CapturedCall) -> Iterator[tuple[str, str]]:
    for name, value in call.headers:
        if NAME.search(name):
            told = "bearer token" if name.lower() == "authorization" else name.lower()
            yield told, _SCHEME.sub("", f"{value} ", count=1).strip().strip("\"'")
    parts = call.split
    if parts.password:
        yield "password in the URL", parts.password
    for name, value in parse_qsl(parts.query):
        if NAME.search(name):
            yield name, value
    body = call.body or b""
    if NAME.search(body[:100_000].decode("utf-8", "replace")):
        yield from _in_body(body)


def _in_body(body: bytes) -> Iterator[tuple[str, str]]:
    text = body.decode("utf-8", "replace")
    try:
        yield from _in_value(json.loads(text))
    except (ValueError, RecursionError):
        pairs = parse_qsl(text) if "=" in text and "{" not in text else _pairs(text)
        yield from (pair for pair in pairs if is_secret(pair[0]))


def _pairs(text: str) -> list[tuple[str, str]]:
    """The members of a broken text."""
    return re.findall(r"[\"']?([\w-]+)[\"']?\s*[:=]\s*[\"']([^\"']+)[\"']", text)


def _in_value(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if is_secret(name):
                yield from ((name, each) for each in _texts(inner))
            yield from _in_value(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_value(inner)


def _texts(value: Any) -> list[str]:
    """The text that a value is, or those that it lists."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def is_secret(name: str) -> bool:
    """Whether what has this name is a secret."""
    return NAME.search(name) is not None and name not in _PLAIN
