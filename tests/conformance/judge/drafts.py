"""A call before it is written down, and how it is written down as a file."""

import json
from base64 import b64encode
from collections.abc import Sequence
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
    request = _har_request(draft, encoded=random.random() < 0.2)
    return File(name="call.har", raw=_har_of([request]).encode())


def written_har(drafts: Sequence[Draft]) -> str:
    """Many drafts in one HAR."""
    return _har_of([_har_request(each, encoded=False) for each in drafts])


def _har_of(requests: Sequence[dict[str, Any]]) -> str:
    entries = [{"request": each, "response": {"status": 0}} for each in requests]
    return json.dumps({"log": {"entries": entries}})


def _har_request(draft: Draft, *, encoded: bool) -> dict[str, Any]:
    headers = draft.headers or (("Accept", "*/*"),)  # a HAR without headers shows none
    request: dict[str, Any] = {
        "method": draft.method,
        "url": draft.url,
        "headers": [{"name": name, "value": value} for name, value in headers],
        "bodySize": len(draft.text.encode()),
    }
    if draft.text and encoded:
        text = b64encode(draft.text.encode()).decode()
        request["postData"] = {"mimeType": "", "text": text, "encoding": "base64"}
    elif draft.text:
        request["postData"] = {"mimeType": "", "text": draft.text}
    return request
