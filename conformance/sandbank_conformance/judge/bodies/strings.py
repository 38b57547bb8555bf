"""Texts in quotes of any kind, whole or broken; what is wrong with them is noted."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbank_conformance.judge.bodies.slips import PLAIN_QUOTES, SMART, Slip
from sandbank_conformance.judge.bodies.strict import is_pair_broken

_WHOLE = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*+"')
_ESCAPE = re.compile(r"\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4}|(?P<wrong>.?))", re.DOTALL)
_UNTIL_QUOTE = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)
_MIXED = re.compile(r"[\u201c\u201d\u201e](?=\s*[:,}\]])")  # a typographic quote that closes
_CONTROL = re.compile(r"[\x00-\x1f]")
_SINGLE, _SMART_SINGLE = "\u2019\u2018'", "\u2018\u2019\u201a"
_CLOSERS = {
    "'": "'",
    "`": "`",
    **dict.fromkeys(_SMART_SINGLE, _SINGLE),
    "\u2039": "\u203a",
    "\u203a": "\u2039",
}
_SMART_CLOSERS = '\u201d\u201c\u00bb\u00ab"\u201e'
_NAMES = {"\t": "tab", "\n": "line end", "\r": "line end"}


@dataclass(frozen=True, slots=True)
class ReadString:
    """A text, and where it ended."""

    value: str
    end: int
    slips: tuple[Slip, ...] = ()


def read(text: str, start: int) -> ReadString:
    """The text that begins with the quote at `start`."""
    if text[start] == '"':
        whole = _WHOLE.match(text, start)
        end = whole.end() if whole else text.find("\n", start) % (len(text) + 1)
        mixed = _MIXED.search(text, start, end)
        if mixed:
            slip = Slip(mixed.start(), f"{SMART}: {mixed[0]}", PLAIN_QUOTES, habit=SMART)
            return ReadString(text[start + 1 : mixed.start()], mixed.end(), (slip,))
        return _plain(text, start, end) if whole else _broken(text, start)
    return _in_other_quotes(text, start)


def _plain(text: str, start: int, end: int) -> ReadString:
    inner = text[start + 1 : end - 1]
    slips = tuple(_faults(inner, start + 1))
    return ReadString(_characters(_decoded(inner)), end, slips)


def _faults(inner: str, start: int) -> Iterator[Slip]:
    for escape in _ESCAPE.finditer(inner) if "\\" in inner else ():
        if escape["wrong"] is not None:
            offset = start + escape.start()
            found = f"the escape {escape[0]} that JSON does not have"
            yield Slip(offset, found, r"\\ for a backslash", habit="escapes")
    for control in _CONTROL.finditer(inner):
        name = _NAMES.get(control[0], "control character")
        code = json.dumps(control[0])[1:-1]
        yield Slip(start + control.start(), f"a raw {name} in a text", f"{code} for a {name}")
    if "\\u" in inner and is_pair_broken(_decoded(inner)):
        yield Slip(start, "half of a surrogate pair, which is no character", "the whole pair")


def _decoded(inner: str) -> str:
    """What a text means; a wrong escape means itself."""
    mended = _ESCAPE.sub(
        lambda found: "\\" + found[0] if found["wrong"] is not None else found[0], inner
    )
    value: str = json.loads(f'"{mended}"', strict=False)
    return value


def _characters(text: str) -> str:
    """A text without halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode() if is_pair_broken(text) else text


def _broken(text: str, start: int) -> ReadString:
    """A text in plain quotes with a raw control character, or without an end."""
    rest = _UNTIL_QUOTE.match(text, start + 1)
    closing = rest.end() if rest else len(text)
    line_end = text.find("\n", start) % (len(text) + 1)  # the end of the text without one
    if closing < len(text) and (closing < line_end or _is_one_text(text, line_end, closing)):
        return _plain(text, start, closing + 1)
    inner = text[start + 1 : line_end].rstrip()
    kept = inner.rstrip("}], \t\r") or inner
    slip = Slip(start, "a text without closing quotes", f"a double quote after {kept[-20:]!r}")
    return ReadString(kept.replace("\\", ""), start + 1 + len(kept), (slip,))


def _is_one_text(text: str, line_end: int, closing: int) -> bool:
    """Whether a text goes on in the next line, rather than having lost its closing quote."""
    inside, behind = text[line_end:closing].strip(), text[closing + 1 :].lstrip()
    return (
        bool(inside) and (not behind or behind[0] in ",}]:") and not re.search(r"[{}\[\]]", inside)
    )


def _in_other_quotes(text: str, start: int) -> ReadString:
    opening = text[start]
    closers = _CLOSERS.get(opening, _SMART_CLOSERS)
    single = opening in "'`"
    found = "single quotes" if opening == "'" else "backquotes" if opening == "`" else SMART
    slip = Slip(start, f"{found}: {opening}", PLAIN_QUOTES, habit=found)
    at = start + 1
    while at < len(text) and text[at] != "\n":
        if text[at] in closers and not (single and _is_apostrophe(text, at)):
            return ReadString(text[start + 1 : at], at + 1, (slip,))
        at += 1
    kept = text[start + 1 : at].rstrip().rstrip(",}]")
    return ReadString(kept, start + 1 + len(kept), (slip,))


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum()
