"""HAR: what browsers, proxies and API clients write down of the calls they made."""

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.messages import Headers

OPERATION = "_operationId"  # of an entry: what `sandbank record` took its call for, or nothing


class BrokenHar(Exception):
    """A HAR that cannot be read; the message follows its name."""


def read(source: str, text: str) -> list[CapturedCall]:
    """The requests of a HAR, whatever they are for."""
    try:
        log = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BrokenHar(f"looks like a HAR, but is not JSON: {error}") from None
    entries = _at(_at(log, "log"), "entries")
    if not isinstance(entries, list):
        raise BrokenHar("looks like a HAR, but has no log.entries")
    return [
        call for number, entry in enumerate(entries, 1) for call in _call(source, number, entry)
    ]


def _call(source: str, number: int, entry: Any) -> Iterator[CapturedCall]:
    request = _at(entry, "request")
    method, url = _at(request, "method"), _at(request, "url")
    if not isinstance(method, str) or not isinstance(url, str):
        return
    headers = tuple(_headers(request))
    body, hidden = _body(request)
    yield CapturedCall(
        source=source,
        form=Form.HAR,
        label=f"entry {number}",
        method=method.upper(),
        url=url,
        headers=headers,
        is_complete=bool(headers),
        body=body,
        hidden=hidden,
        moment=_moment(_at(entry, "startedDateTime")),
        answered=max(0, _number(_at(_at(entry, "response"), "status"))),
        size=max(0, _number(_at(request, "bodySize"))),
        is_at_home=bool(entry[OPERATION]) if OPERATION in entry else None,
    )


def _headers(request: Any) -> Iterator[tuple[str, str]]:
    found = False
    headers: Headers = ()
    for each in _at(request, "headers") or ():
        name, value = _at(each, "name"), _at(each, "value")
        if isinstance(name, str) and isinstance(value, str) and not name.startswith(":"):
            found = found or name.lower() == "content-type"
            headers = (*headers, (name, value))
    yield from headers
    kind = _at(_at(request, "postData"), "mimeType")
    if not found and isinstance(kind, str) and kind:
        yield "Content-Type", kind


def _body(request: Any) -> tuple[bytes | None, str]:
    """The body, or None and why it is not shown."""
    post = _at(request, "postData")
    text, parameters = _at(post, "text"), _at(post, "params")
    if isinstance(text, str) and text:
        return _decoded(text, _at(post, "encoding") or _at(post, "_encoding"))
    if isinstance(parameters, list) and parameters:
        pairs = [(str(_at(each, "name")), str(_at(each, "value") or "")) for each in parameters]
        return urlencode(pairs).encode(), ""
    if _number(_at(request, "bodySize")) == 0 and not _declares_body(request):
        return b"", ""
    return None, "was left out of the HAR"


def _declares_body(request: Any) -> bool:
    """Whether the headers tell of a body."""
    return any(
        name.lower() == "content-length" and value.strip() not in ("", "0")
        for name, value in _headers(request)
    )


def _decoded(text: str, encoding: Any) -> tuple[bytes | None, str]:
    if encoding != "base64":
        return text.encode("utf-8", "surrogatepass"), ""
    try:
        return b64decode(text, validate=True), ""
    except ValueError:
        return None, "is not the base64 that the HAR says it is"


def _at(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _number(value: Any) -> int:
    """A number, -1 where there is none, as HARs write what they do not know."""
    return value if isinstance(value, int) else -1
