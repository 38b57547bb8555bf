"""Calls as entries of a HAR 1.2, secrets masked."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbank_conformance.judge.captures.har import OPERATION
from sandbank_conformance.judge.secrecy import NAME
from sandbank_conformance.messages import Headers
from sandbank_conformance.recorder.calls import Answered, Body, Passed
from sandbank_conformance.recorder.contents import Packed, unpacked
from sandbank_conformance.recorder.covering import Cover
from sandbank_conformance.recorder.judging import Recorded

UNKNOWN = -1  # of a size or a time, in a HAR
_NO_ANSWER = Answered(version="", status=0, reason="", headers=(), body=Body())


def written(recorded: Recorded, cover: Cover) -> bytes:
    """The entry of a call, as JSON on one line."""
    passed = recorded.passed
    answered = passed.answered or _NO_ANSWER
    entry = {
        "startedDateTime": passed.moment.isoformat(timespec="milliseconds"),
        "time": _milliseconds(passed.seconds),
        "request": _request(passed, cover),
        "response": {
            **_response(answered, cover),
            **({"_error": cover.text(passed.trouble)} if passed.trouble else {}),
        },
        "cache": {},
        "timings": {
            "send": 0,
            "wait": _milliseconds(passed.waited),
            "receive": _milliseconds(passed.seconds - passed.waited),
        },
        OPERATION: recorded.judgement.judged.id if recorded.judgement else "",
    }
    return json.dumps(entry, ensure_ascii=True).encode()


def _request(passed: Passed, cover: Cover) -> Mapping[str, Any]:
    url = cover.url(passed.url)
    kind = next((value for name, value in passed.headers if name.lower() == "content-type"), "")
    request = {
        "method": passed.method,
        "url": url,
        "httpVersion": passed.version,
        "cookies": [],
        "headers": _pairs(cover.headers(passed.headers)),
        "queryString": _pairs(parse_qsl(urlsplit(url).query, keep_blank_values=True)),
        "headersSize": UNKNOWN,
        "bodySize": passed.body.size,
    }
    if passed.body.size:
        content, left_out = _looked_into(passed.headers, passed.body)
        if content is not None and content != passed.body.data:
            content, left_out = None, "was packed for the way"  # to be judged as it was sent
        request["postData"] = {"mimeType": kind, **_text(content, left_out, cover, "_encoding")}
    return request


def _response(answered: Answered, cover: Cover) -> Mapping[str, Any]:
    content, left_out = _looked_into(answered.headers, answered.body)
    headers = {name.lower(): value for name, value in reversed(answered.headers)}
    return {
        "status": answered.status,
        "statusText": answered.reason,
        "httpVersion": answered.version,
        "cookies": [],
        "headers": _pairs(cover.headers(answered.headers)),
        "content": {
            "size": UNKNOWN if content is None else len(content),
            "mimeType": headers.get("content-type", "x-unknown"),
            **_text(content, left_out, cover, "encoding"),
        },
        "redirectURL": cover.url(headers.get("location", "")),
        "headersSize": UNKNOWN,
        "bodySize": answered.body.size,
        **({"_bytesBehind": len(answered.beyond)} if answered.beyond else {}),
    }


def _looked_into(headers: Headers, body: Body) -> tuple[bytes | None, str]:
    """What a body says, or None and why that is not known."""
    if not body.is_whole:
        return None, f"is too large to be kept: {body.size} bytes"
    try:
        return unpacked(headers, body.data), ""
    except Packed as error:
        return None, str(error)


def _text(content: bytes | None, left_out: str, cover: Cover, encoding: str) -> Mapping[str, str]:
    """A body as text; one that is none in base64, unless it may hold a secret."""
    if content is None:
        return {"comment": f"The body {left_out}."}
    try:
        return {"text": cover.body(content.decode("utf-8"))}
    except UnicodeDecodeError:
        pass
    if NAME.search(content.replace(b"\x00", b"").decode("latin-1")):
        return {"comment": "The body is not UTF-8, and may hold secrets: it is left out."}
    return {"text": b64encode(content).decode(), encoding: "base64"}


def _pairs(pairs: Headers | list[tuple[str, str]]) -> list[Mapping[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _milliseconds(seconds: float) -> float:
    return round(max(0.0, seconds) * 1000, 3)
