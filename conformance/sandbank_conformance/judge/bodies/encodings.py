"""From bytes to text: UTF-8, or whatever else they were likely written in."""

from sandbank_conformance.judge.bodies.slips import Slip

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
RIGHT = "UTF-8, without a byte order mark"


def decode(raw: bytes) -> tuple[str, list[Slip]]:
    """The text of a body, and what is wrong with its encoding."""
    for mark, encoding, name in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding, "replace")
            return text, [Slip(0, f"{name}, by its byte order mark", RIGHT)]
    if b"\x00" in raw[:2]:
        encoding = "utf-16-be" if raw.startswith(b"\x00") else "utf-16-le"
        return raw.decode(encoding, "replace"), [Slip(0, "UTF-16, by its null bytes", RIGHT)]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        at = error.start
    text = raw.decode("cp1252", "replace")
    found = f"the byte 0x{raw[at]:02X}, which is not UTF-8 (in Windows-1252 it is {text[at]})"
    return text, [Slip(at, found, RIGHT)]


def has_mark(raw: bytes) -> bool:
    """Whether a body begins with the byte order mark of UTF-8, which is tolerated."""
    return raw.startswith(b"\xef\xbb\xbf")
