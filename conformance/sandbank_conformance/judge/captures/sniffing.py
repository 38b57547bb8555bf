"""What a file holds: a HAR, curl lines, requests as text, or a body and nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbank_conformance.judge.bodies import encodings
from sandbank_conformance.judge.captures import curl, har, http_text
from sandbank_conformance.judge.captures.calls import CapturedCall, Form

_CURL = re.compile(r"(?:^|\n)[ \t]*(?:[$>%#][ \t]+)?curl(?:\.exe)?[ \t\\^]")
_HAR = re.compile(r'"log"\s*:')
_BEGINNINGS = 4_000  # characters in which a file shows what it is
_ENDINGS = {".har": Form.HAR, ".http": Form.HTTP, ".rest": Form.HTTP, ".curl": Form.CURL}


class Unreadable(Exception):
    """Nothing of a file can be judged; the message follows its name."""


@dataclass(frozen=True, slots=True)
class Captured:
    """The calls of a file."""

    source: str
    form: Form
    calls: Sequence[CapturedCall]


def read(source: str, raw: bytes, *, is_body: bool = False) -> Captured:
    """The calls of a file; `is_body` says that a body is a body, whatever it looks like."""
    if not raw.strip():
        raise Unreadable("is empty")
    form = _form(source, raw)
    if form is Form.BODY:
        if not is_body and not _may_be_body(raw):
            raise Unreadable(
                "is neither a JSON body, nor an .http file, a curl line or a HAR; "
                "--operation says what a body is for"
            )
        call = CapturedCall(source=source, form=form, is_complete=False, body=raw, body_line=1)
        return Captured(source, form, [call])
    text, _ = encodings.decode(raw)
    calls = _READERS[form](source, text)
    if not calls:
        raise Unreadable(f"looks like {_LOOKS[form]}, but holds no call")
    return Captured(source, form, calls)


def _form(source: str, raw: bytes) -> Form:
    for ending, form in _ENDINGS.items():
        if source.lower().endswith(ending):
            return form
    text = encodings.decode(raw[:_BEGINNINGS])[0].lstrip()
    if text.startswith("{") and _HAR.search(text):
        return Form.HAR
    if text[:1] in ("{", "["):
        return Form.BODY
    if http_text.begins(text):
        return Form.HTTP
    return Form.CURL if _CURL.search(text) else Form.BODY


def _may_be_body(raw: bytes) -> bool:
    text = encodings.decode(raw)[0]
    return any(each in text for each in "{}[]:=") and _is_text(text)


def _is_text(text: str) -> bool:
    odd = sum(not each.isprintable() and not each.isspace() for each in text[:_BEGINNINGS])
    return odd <= len(text[:_BEGINNINGS]) // 20


_READERS = {Form.HTTP: http_text.read, Form.CURL: curl.read, Form.HAR: har.read}
_LOOKS = {Form.HTTP: "an .http file", Form.CURL: "a curl line", Form.HAR: "a HAR"}
