"""Addresses in an answer by which the next call would not come through the recorder."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sandbank_conformance.recorder.calls import Passed
from sandbank_conformance.recorder.findings import Finding

_HINT = "as it is; --keep-host has the implementation tell the address that the caller uses"


def ways_round(passed: Passed, body: bytes) -> Iterator[Finding]:
    """Where an answer leads to the implementation itself."""
    if passed.answered is None:
        return
    parts = urlsplit(passed.url)
    origin = f"{parts.scheme}://{parts.netloc}"
    for name, value in passed.answered.headers:
        if name.lower() == "location" and _is_at(value, origin):
            yield Finding(found=f"{name} leads round the recorder", right=_HINT)
            return  # what names it besides is likely the same address
    if f'"{origin}/'.encode() in body.replace(b"\\/", b"/"):
        yield Finding(found=f"the body names {origin}, round the recorder", right=_HINT)


def _is_at(url: str, origin: str) -> bool:
    return url == origin or url.startswith((f"{origin}/", f"{origin}?"))
