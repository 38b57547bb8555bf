"""What a server sends is shown, never obeyed: text without control characters, for any reader."""

import unicodedata
from typing import IO

_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, directions, halves of pairs, line ends


def plain(text: str) -> str:
    """The text on one line, each character that a terminal would obey shown as its code."""
    return "".join(_shown(each) for each in text)


def lines(text: str) -> str:
    """The same with line ends and tabs kept."""
    return "".join(each if each in "\n\t" else _shown(each) for each in text)


def encodable(text: str, out: IO[str]) -> str:
    """The text as a stream can write it, whatever its encoding has no letter for as a code."""
    encoding = getattr(out, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _OBEYED:
        return character
    code = ord(character)
    if code < 0x100:
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
