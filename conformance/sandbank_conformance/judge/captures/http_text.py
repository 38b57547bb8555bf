"""Requests as text: .http and .rest files of editors, and dumps of what went over the wire."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.messages import Headers

METHODS = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT"

_SEPARATOR = re.compile(r"###[ \t]*(?P<name>.*)")
_COMMENT = re.compile(r"[ \t]*(?:#|//)(?!##)[ \t]*(?:@name[ \t]+(?P<name>\S+))?.*")
_VARIABLE = re.compile(r"[ \t]*@(?P<name>[\w.-]+)[ \t]*=[ \t]*(?P<value>.*?)[ \t]*")
_USE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_UNKNOWN = re.compile(r"\{\{\s*\$[^{}]*[\":][^{}]*\}\}")
_REQUEST = re.compile(
    rf"(?:(?P<method>{METHODS})[ \t]+)?(?P<url>(?:https?://|\{{\{{|/|[\w.-]+[:/])\S*)"
    r"(?P<version>[ \t]+HTTP/[\d.]+)?[ \t]*",
)
_LOWER = re.compile(rf"(?:{METHODS})[ \t]+\S", re.IGNORECASE)
_HEADER = re.compile(r"(?P<name>[!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*")
_ANSWER = re.compile(r"HTTP/[\d.]+ (?P<status>\d{3})\b.*")
_AFTERWARDS = re.compile(
    r"(?:>{1,2}!?[ \t]*(?:\{%|\S+\.)|<>[ \t]).*"
)  # what editors do with answers
_FROM_FILE = re.compile(r"<@?[ \t]+(?P<path>\S.*)")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def begins(text: str) -> bool:
    """Whether a text begins as such a file does."""
    for line in text.splitlines()[:60]:
        if not line.strip() or _COMMENT.fullmatch(line) or _VARIABLE.fullmatch(line):
            continue
        if _SEPARATOR.fullmatch(line):
            return True
        return _LOWER.match(line) is not None or line.startswith(("http://", "https://"))
    return False


def read(source: str, text: str) -> list[CapturedCall]:
    """The requests of a file, its variables filled in."""
    lines = [_Line(number, each) for number, each in enumerate(text.splitlines(), start=1)]
    variables = dict(_variables(lines))
    return [call for part in _parts(lines) if (call := _call(source, part, variables))]


def _variables(lines: Sequence[_Line]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = _VARIABLE.fullmatch(line.text)
        if match:
            yield match["name"], match["value"]


def _filled(text: str, variables: dict[str, str]) -> str:
    for _ in range(5):  # a variable may hold others, but none holds itself
        text, times = _USE.subn(lambda use: variables.get(use[1], use[0]), text)
        if not times:
            break
    return _UNKNOWN.sub("{{variable}}", text)  # whose quotes and colons are not the body's


def _parts(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    part: list[_Line] = []
    for line in lines:
        if _SEPARATOR.fullmatch(line.text):
            yield part
            part = []
        part.append(line)
    yield part


def _call(source: str, part: Sequence[_Line], variables: dict[str, str]) -> CapturedCall | None:
    name, at = _preamble(part)
    if at == len(part):
        return None
    match = _REQUEST.fullmatch(part[at].text.strip()) or _spaced(part[at].text)
    if match is None:
        return None
    url, at_headers = match["url"], at + 1
    while at_headers < len(part) and re.match(r"[ \t]+[?&]", part[at_headers].text):
        url += part[at_headers].text.strip()
        at_headers += 1
    headers, at_body = _headers(part, at_headers, variables)
    body = _Body.of(part[at_body:], variables)
    return CapturedCall(
        source=source,
        form=Form.HTTP,
        label=f'"{name}"' if name else f"line {part[at].number}",
        line=part[at].number,
        method=(match["method"] or "GET").upper(),
        url=_with_host(_filled(url, variables), headers),
        headers=headers,
        body=body.raw,
        body_line=body.line,
        hidden=body.hidden,
        answered=body.answered,
    )


def _spaced(text: str) -> re.Match[str] | None:
    """A request line with blanks in its URL, or its method in small letters."""
    return re.fullmatch(
        rf"(?P<method>{METHODS})[ \t]+(?P<url>.*?)(?P<version>[ \t]+HTTP/[\d.]+)?[ \t]*",
        text.strip(),
        re.IGNORECASE,
    )


def _preamble(part: Sequence[_Line]) -> tuple[str, int]:
    """The name of a request, and where its request line is."""
    name = ""
    for at, line in enumerate(part):
        separator = _SEPARATOR.fullmatch(line.text)
        comment = _COMMENT.fullmatch(line.text)
        if separator:
            name = separator["name"].strip() or name
        elif comment:
            name = comment["name"] or name
        elif line.text.strip() and not _VARIABLE.fullmatch(line.text):
            return name, at
    return name, len(part)


def _headers(part: Sequence[_Line], at: int, variables: dict[str, str]) -> tuple[Headers, int]:
    found: list[tuple[str, str]] = []
    while at < len(part) and part[at].text.strip():
        header = _HEADER.fullmatch(part[at].text.strip())
        if header is None and not _COMMENT.fullmatch(part[at].text):
            break  # a body without the blank line before it
        if header and not _COMMENT.fullmatch(part[at].text):
            found.append((header["name"], _filled(header["value"], variables)))
        at += 1
    return tuple(found), at


def _with_host(url: str, headers: Headers) -> str:
    host = next((value for name, value in headers if name.lower() == "host"), "")
    return f"http://{host}{url}" if url.startswith("/") and host else url


@dataclass(frozen=True, slots=True)
class _Body:
    raw: bytes | None = b""
    line: int = 0
    hidden: str = ""
    answered: int = 0

    @classmethod
    def of(cls, lines: Sequence[_Line], variables: dict[str, str]) -> "_Body":
        """The body in the lines behind the headers."""
        kept, answered = _before_answer(lines)
        while kept and not kept[0].text.strip():
            kept = kept[1:]
        text = "\n".join(each.text for each in kept).rstrip()
        file = _FROM_FILE.fullmatch(text)
        if file:
            hidden = f"comes from {file['path'].strip()}: check that file by itself"
            return cls(raw=None, hidden=hidden, answered=answered)
        raw = _filled(text, variables).encode()
        return cls(raw=raw, line=kept[0].number if kept else 0, answered=answered)


def _before_answer(lines: Sequence[_Line]) -> tuple[Sequence[_Line], int]:
    for at, line in enumerate(lines):
        answer = _ANSWER.fullmatch(line.text.strip())
        if answer and (at == 0 or not lines[at - 1].text.strip()):
            return lines[:at], int(answer["status"])
        if _AFTERWARDS.fullmatch(line.text):
            return lines[:at], 0
    return lines, 0
