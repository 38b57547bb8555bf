"""A call before it is written down, and how it is written down as a file."""

import json
from base64 import b64encode
from dataclasses import dataclass
from random import Random
from typing import Any

from sandbank_conformance.judge.cases import SessionKind

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One call; `text` is its body, `value` what that means where it is JSON."""

    method: str
    url: str
    headers: Pairs
    text: str = ""
    value: Any = None
    kind: SessionKind | None = None

    def header(self, name: str) -> str:
        """The value of a header."""
        return next(value for key, value in self.headers if key.lower() == name.lower())


@dataclass(frozen=True, kw_only=True)
class File:
    """A draft as a file."""

    name: str
    raw: bytes


def written(draft: Draft, random: Random) -> File:
    """The draft as one of the files that people capture calls in."""
    form = random.choice([_http, _curl, _har])
    return form(draft, random)


def _http(draft: Draft, random: Random) -> File:
    ends = random.choice(["\n", "\r\n"]) if "\r" not in draft.text else "\n"
    heads = [f"{name}: {value}" for name, value in draft.headers]
    lines = [f"{draft.method} {draft.url}", *heads, "", draft.text]
    return File(name="call.http", raw=ends.join(lines).encode())


def _curl(draft: Draft, random: Random) -> File:
    words = [f"curl -s{random.choice(['', 'S', 'i'])} -X {draft.method} {_quoted(draft.url)}"]
    has_type = any(name.lower() == "content-type" for name, _ in draft.headers)
    for name, value in draft.headers:
        words.append(f"-H {_quoted(f'{name}: {value}' if value else f'{name};')}")
    if draft.text:
        words.extend([] if has_type else ["-H 'Content-Type:'"])
        words.append(f"--data-raw {_quoted(draft.text)}")
    return File(name="call.sh", raw=" \\\n  ".join(words).encode())


def _quoted(text: str) -> str:
    if "'" in text:
        return "$'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"'{text}'"


def _har(draft: Draft, random: Random) -> File:
    request: dict[str, Any] = {
        "method": draft.method,
        "url": draft.url,
        "headers": [{"name": name, "value": value} for name, value in draft.headers],
        "bodySize": len(draft.text.encode()),
    }
    if draft.text and random.random() < 0.2:
        encoded = b64encode(draft.text.encode()).decode()
        request["postData"] = {"mimeType": "", "text": encoded, "encoding": "base64"}
    elif draft.text:
        request["postData"] = {"mimeType": "", "text": draft.text}
    entries = [{"request": request, "response": {"status": 0}}]
    return File(name="call.har", raw=json.dumps({"log": {"entries": entries}}).encode())
