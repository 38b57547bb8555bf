"""Bodies on their way from one side to the other, as they come, and a copy to judge by."""

from sandbank_conformance.judge.bodies.strict import LARGEST
from sandbank_conformance.recorder.heads import CHUNKED, TO_END, Length
from sandbank_conformance.recorder.sides import PIECE, Ended, Garbled, Side

KEPT = LARGEST + 1  # bytes of a body: enough to see that it is too large


class Copy:
    """What is kept of a body."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Keep what came, as far as that is of use."""
        self.size += len(piece)
        self.data += piece[: max(0, KEPT - len(self.data))]


async def pass_on(source: Side, sink: Side, length: Length, copy: Copy) -> None:
    """Pass a body on; `Ended` where it breaks off, `Garbled` where its chunks are none."""
    if length == CHUNKED:
        await _chunks(source, sink, copy)
    elif length == TO_END:
        while piece := await source.some(PIECE):
            copy.add(piece)
            await sink.send(piece)
        if source.was_reset:
            raise Ended
    else:
        await _exactly(source, sink, length, copy)


async def _exactly(source: Side, sink: Side, length: int, copy: Copy) -> None:
    while length:
        piece = await source.some(min(PIECE, length))
        if not piece:
            raise Ended
        length -= len(piece)
        copy.add(piece)
        await sink.send(piece)


async def _chunks(source: Side, sink: Side, copy: Copy) -> None:
    while True:
        line = await source.line()
        await sink.send(line)
        size = _size(line)
        if size == 0:
            break
        await _exactly(source, sink, size, copy)
        await sink.send(await source.line())
    while (line := await source.line()) not in (b"\r\n", b"\n"):
        await sink.send(line)
    await sink.send(line)


def _size(line: bytes) -> int:
    text = line.partition(b";")[0].strip()
    try:
        size = int(text, 16)
    except ValueError:
        size = -1
    if size < 0 or not text.isalnum():
        raise Garbled(f"{text[:40]!r} for the length of a chunk")
    return size
