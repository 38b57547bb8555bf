"""What a body says, taken out of what it was packed in for the way."""

import zlib

from sandbank_conformance.messages import Headers
from sandbank_conformance.recorder.bodies import KEPT

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_PLAIN = ("", "identity")


class Packed(Exception):
    """A body that cannot be looked into; the message says why."""


def unpacked(headers: Headers, data: bytes) -> bytes:
    """The body without its Content-Encoding; `Packed` where that cannot be undone here."""
    values = [value for name, value in headers if name.lower() == "content-encoding"]
    for coding in reversed(",".join(values).lower().split(",")):
        coding = coding.strip()
        if coding in _PLAIN:
            continue
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise Packed(f"is packed as {coding[:40]}")
        data = _inflated(data, coding)
    return data


def _inflated(data: bytes, coding: str) -> bytes:
    for bits in (_GZIP_OR_ZLIB, -zlib.MAX_WBITS):  # some servers send bare deflate
        unpacker = zlib.decompressobj(bits)
        try:
            found = unpacker.decompress(data, KEPT)
        except zlib.error:
            continue
        if unpacker.unconsumed_tail:
            raise Packed(f"holds more than {KEPT} bytes")
        return found
    raise Packed(f"is not the {coding} that it is said to be")
