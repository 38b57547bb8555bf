"""Lines of a shell cut into words: POSIX, bash's $'…', and the carets of Windows' cmd."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

_SMART: dict[str, str | int | None] = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00a0": " ",
}

_PROMPT = re.compile(r"[ \t]*(?:[$>%#][ \t]+)?(?=curl(?:\.exe)?[\s\\])")
_CARETS = re.compile(r"\^(?:\n|(.))", re.DOTALL)
_WINDOWS = re.compile(r"curl[^\n]*\^(?:\n|\")")
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_VARIABLE = re.compile(r"\$\{([^}]*)\}|\$([A-Za-z_]\w*)|\$\([^()]*\)|`[^`]*`")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a"}
_PIECE = re.compile(
    r"""
      (?P<ansi>\$'(?:[^'\\]|\\.)*')
    | (?P<single>'[^']*')
    | (?P<double>"(?:[^"\\]|\\.)*")
    | (?P<continued>\\\n)
    | (?P<escaped>\\.)
    | (?P<variable>\$\{[^}]*\}|\$\w+|\$\([^()]*\)|`[^`]*`)
    | (?P<blank>[ \t]+)
    | (?P<end>[\n;|&<>]+)
    | (?P<plain>[^\s'"\\;|&<>$`]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class Command:
    """One command: its words, and at which line it begins."""

    line: int
    words: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # what had to be guessed


def commands(text: str) -> Iterator[Command]:
    """The curl commands in a text; what else is there is passed over."""
    text, told = _plain(text.replace("\r\n", "\n"))
    at = 0
    while at < len(text):
        start = _PROMPT.match(text, at)
        if start is None:
            at = text.find("\n", at) % (len(text) + 1) + 1
            continue
        command = Command(text.count("\n", 0, start.end()) + 1, told=told)
        at = _read(text, start.end(), command)
        yield command


def _plain(text: str) -> tuple[str, list[str]]:
    """The text as a POSIX shell would have it, and what had to be guessed for that."""
    if _WINDOWS.search(text):
        text = _CARETS.sub(lambda caret: caret[1] or " ", text)
        return text.replace("$", "\\$"), []  # which means nothing to cmd
    outside = _QUOTED.sub("", text)
    if not any(each in outside for each in _SMART):
        return text, []
    told = "typographic quotes, which no shell knows, were read as plain ones"
    return text.translate(str.maketrans(_SMART)), [told]


def _read(text: str, at: int, command: Command) -> int:
    """Cut the words of one command; the place behind it."""
    word: str | None = None
    while at < len(text):
        match = _PIECE.match(text, at)
        assert match is not None  # the last alternative takes any character
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "end":
            break
        if kind not in ("blank", "continued"):
            word = (word or "") + _MEANINGS[kind](match[0])
        elif word is not None:
            command.words.append(word)
            word = None
    if word is not None:
        command.words.append(word)
    return at


def _ansi(text: str) -> str:
    return re.sub(
        r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|(.))",
        lambda found: (
            _ESCAPES.get(found[3], found[3]) if found[3] else chr(int(found[1] or found[2], 16))
        ),
        text[2:-1],
        flags=re.DOTALL,
    )


def _double(text: str) -> str:
    pieces = re.split(r"(\\.)", text[1:-1], flags=re.DOTALL)
    return "".join(
        _escaped(each) if number % 2 else _veiled(each) for number, each in enumerate(pieces)
    )


def _escaped(text: str) -> str:
    """Within double quotes a backslash counts before a few characters only."""
    if text[1] == "\n":
        return ""
    return text[1] if text[1] in '"\\$`' else text


def _veiled(text: str) -> str:
    """The text with variables as captures write them: nobody fills them in here."""
    return _VARIABLE.sub(lambda found: f"{{{{{found[1] or found[2] or 'command'}}}}}", text)


_MEANINGS: Mapping[str, Callable[[str], str]] = {
    "ansi": _ansi,
    "single": lambda text: text[1:-1],
    "double": _double,
    "escaped": lambda text: text[1:],
    "variable": _veiled,
    "plain": lambda text: text,
}
