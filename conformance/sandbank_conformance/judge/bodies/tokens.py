"""The text of a body cut into tokens, forgiving; what each is forgiven is noted as a slip."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sandbank_conformance.judge.bodies import strings
from sandbank_conformance.judge.bodies.slips import Slip
from sandbank_conformance.judge.bodies.strict import Json, Refused, number

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_CONSTANTS = {"true": True, "false": False, "null": None}
_MEANT = {
    "true": "true",
    "false": "false",
    "none": "null",
    "nil": "null",
    "null": "null",
    "undefined": "null, or no member at all",
}

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<veil>\{\{[^{}:"\n]*\}\}|\$\{[^{}:"\n]*\})
    | (?P<sign>[{}\[\]:,])
    | (?P<string>["'`\u201c-\u201f\u00ab\u00bb\u2018-\u201b\u2039\u203a])
    | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|\#[^\n]*)
    | (?P<number>[-+]?\.?[0-9][\w.+-]*|-?Infinity\b)
    | (?P<word>[^\W\d][\w$.-]*)
    | (?P<ellipsis>\.{2,}|\u2026)
    | (?P<placeholder><[^<>\n]*>)
    | (?P<equals>=>?|\uff1a)
    | (?P<separator>[;\uff0c\uff1b])
    | (?P<blank>[\s\ufeff\u200b-\u200f\u2060\x00]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class Token:
    """A sign of JSON by itself, or `string`, `number`, `constant`, `word`, `veil`, `lost`."""

    kind: str
    start: int
    end: int
    value: Json = None
    slips: list[Slip] = field(default_factory=list)

    @property
    def is_value(self) -> bool:
        """Whether a value begins here."""
        return self.kind not in ("}", "]", ":", ",")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, those that mean nothing left out and their slips carried on."""
    at = 0
    waiting: list[Slip] = []
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None  # the last alternative takes any character
        kind = match.lastgroup or ""
        token = _READERS[kind](text, match)
        at = token.end
        if kind in _MEANINGLESS:
            waiting.extend(token.slips)
        else:
            token.slips[:0] = waiting
            waiting = []
            yield token
    if waiting:
        yield Token("end", at, at, slips=waiting)


_MEANINGLESS = ("space", "comment", "ellipsis", "blank", "other")


def _nothing(_: str, match: re.Match[str]) -> Token:
    return Token("", match.start(), match.end())


def _slipping(found: Callable[[str], str], right: str) -> Callable[[str, re.Match[str]], Token]:
    def read(_: str, match: re.Match[str]) -> Token:
        slip = Slip(match.start(), found(match[0]), right)
        return Token("", match.start(), match.end(), slips=[slip])

    return read


def _signed(kind: str, found: str, right: str) -> Callable[[str, re.Match[str]], Token]:
    def read(_: str, match: re.Match[str]) -> Token:
        slip = Slip(match.start(), f"{found} {match[0]}", right)
        return Token(kind, match.start(), match.end(), slips=[slip])

    return read


def _sign(_: str, match: re.Match[str]) -> Token:
    return Token(match[0], match.start(), match.end())


def _string(text: str, match: re.Match[str]) -> Token:
    read = strings.read(text, match.start())
    return Token("string", match.start(), read.end, read.value, list(read.slips))


def _veil(_: str, match: re.Match[str]) -> Token:
    return Token("veil", match.start(), match.end(), match[0])


def _placeholder(_: str, match: re.Match[str]) -> Token:
    slip = Slip(match.start(), f"the placeholder {match[0][:40]}", "the value it stands for")
    return Token("lost", match.start(), match.end(), match[0], [slip])


def _number(_: str, match: re.Match[str]) -> Token:
    token = Token("number", match.start(), match.end())
    try:
        if not _NUMBER.fullmatch(match[0]):
            raise Refused("")
        token.value = number(match[0])
    except Refused as refused:
        told = str(refused).removeprefix("holds ") or f"{match[0][:40]}, which is no JSON number"
        right = "a number that can be held" if str(refused) else _number_meant(match[0])
        token.slips.append(Slip(token.start, told, right))
        token.kind, token.value = "lost", match[0]
    return token


def _number_meant(text: str) -> str:
    if "Infinity" in text:
        return "a number; JSON has no infinity"
    if re.fullmatch(r"[-+]?[\d.]+", text, re.ASCII):
        return "a number such as 12.5: no sign +, no 0 in front, digits on both sides of the point"
    return f'a text in double quotes: "{text[:40]}"'


def _word(_: str, match: re.Match[str]) -> Token:
    word = match[0]
    token = Token("word", match.start(), match.end(), word)
    if word in _CONSTANTS:
        token.value = _CONSTANTS[word]
        token.kind = "constant"
    elif word == "NaN":
        token.kind = "lost"
        token.slips.append(Slip(token.start, "NaN", "a number, or null; JSON has no NaN"))
    elif word.lower() in _MEANT:
        token.kind = "lost"
        token.slips.append(Slip(token.start, word, _MEANT[word.lower()]))
    return token


_READERS: dict[str, Callable[[str, re.Match[str]], Token]] = {
    "space": _nothing,
    "sign": _sign,
    "veil": _veil,
    "string": _string,
    "number": _number,
    "word": _word,
    "placeholder": _placeholder,
    "comment": _slipping(lambda told: f"a comment: {told[:40].splitlines()[0]}", "no comment"),
    "ellipsis": _slipping(lambda told: f"an ellipsis: {told[:3]}", "everything, written out"),
    "blank": _slipping(
        lambda told: f"a blank that is none in JSON: {_code(told)}", "a plain blank"
    ),
    "other": _slipping(lambda told: f"the character {_code(told)}", "nothing of the kind here"),
    "equals": _signed(":", "an equals sign instead of a colon:", "a colon"),
    "separator": _signed(",", "a semicolon instead of a comma:", "a comma"),
}


def _code(text: str) -> str:
    code = f"U+{ord(text[0]):04X}"
    return f"{text[0]} ({code})" if text[0].isprintable() and not text[0].isspace() else code
