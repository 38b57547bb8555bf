"""The value that a text is put together to, bracket by bracket, and the slips on the way."""

from dataclasses import dataclass, field

from sandbank_conformance.judge.bodies.nodes import Kind, Member, Node
from sandbank_conformance.judge.bodies.places import pointer
from sandbank_conformance.judge.bodies.slips import Slip
from sandbank_conformance.judge.bodies.tokens import Token

_ARRAY = "[ before the first of them, ] behind the last"
ONCE = "each key once in an object"
_KINDS = {"veil": Kind.VEIL, "lost": Kind.LOST}
_CLOSING = {Kind.OBJECT: "}", Kind.ARRAY: "]", Kind.VEIL: "}"}  # some members are not shown


@dataclass(slots=True)
class Frame:
    """An object or array that is still open."""

    node: Node
    step: str | int  # where it is in what holds it
    key: Token | None = None  # of an object: whose value comes next
    has_colon: bool = False
    comma: Token | None = None  # the comma before what comes next
    full: bool = False  # whether a value has just come to its end
    again: Slip | None = None  # about the keys that come again
    is_astray: bool = False  # whether it was told that something is there that should not be

    @property
    def sign(self) -> str:
        """The bracket that closes it."""
        return _CLOSING[self.node.kind]

    def expect(self, key: Token) -> None:
        """A colon and a value are to come."""
        self.key, self.has_colon, self.comma, self.full = key, False, None, False
        self.is_astray = False


@dataclass(slots=True)
class Mended:
    """A text as it was likely meant, and all that had to be guessed for it."""

    root: Node | None = None
    slips: list[Slip] = field(default_factory=list)


class Building:
    """Objects and arrays that are open, the last one innermost."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.result = Mended()
        self.end = 0  # of the token before

    def note(self, slip: Slip) -> None:
        """Keep a slip, with the place at which it happened."""
        slip.pointer = pointer(each.step for each in self.frames[1:])
        self.result.slips.append(slip)

    def slip(self, offset: int, found: str, right: str) -> None:
        """Note what is wrong at a character."""
        self.note(Slip(offset, found, right))

    def put_scalar(self, token: Token) -> None:
        """Put a value that holds no others."""
        if token.kind == "word":
            word = str(token.value)[:40]
            self.slip(token.start, f"{word} without quotes", f'"{word}"')
        kind = _KINDS.get(token.kind, Kind.SCALAR)
        self._put(Node(kind, token.start, token.end, token.value))

    def open(self, token: Token) -> None:
        """Begin an object or an array."""
        node = Node(Kind.OBJECT if token.kind == "{" else Kind.ARRAY, token.start)
        step = self._next_step()
        self._put(node)
        self.frames.append(Frame(node, step))

    def begin_object(self, offset: int) -> Frame:
        """Begin an object whose bracket is missing."""
        self.open(Token("{", offset, offset))
        return self.frames[-1]

    def spread(self, frame: Frame, token: Token) -> None:
        """Another object comes behind the value of a member: an array was meant."""
        member = frame.node.members[-1]
        self.slip(token.start, f'another {{ behind the value of "{member.key}"', _ARRAY)
        first = member.value
        member.value = Node(Kind.ARRAY, first.start, items=[first])
        frame.comma = None
        self.frames.append(Frame(member.value, member.key))

    def close(self, token: Token, ahead: Token | None) -> None:
        """End what a bracket closes, and with it whatever was left open within."""
        if self.frames[-1].sign != token.kind:
            if token.kind == "]" and ahead is not None and ahead.kind in ("]", "{"):
                self.slip(token.start, "a ] that closes an object", "}")
                self.end_frame(token.start)
                return
            self._close_other(token)
        if self.frames and self.frames[-1].sign == token.kind:
            self.end_frame(token.start)

    def _close_other(self, token: Token) -> None:
        if any(each.sign == token.kind for each in self.frames):
            while self.frames[-1].sign != token.kind:
                sign = self.frames[-1].sign
                self.slip(self.end, f"no {sign} before the {token.kind}", sign)
                self.end_frame(token.start)
        else:
            right = f"{self.frames[-1].sign}, as it was opened"
            self.slip(token.start, f"a {token.kind} that closes nothing of its kind", right)
            self.end_frame(token.start)

    def end_frame(self, offset: int) -> None:
        """The innermost object or array has come to its end."""
        frame = self.frames[-1]
        if frame.key is not None:
            self.lose_value(frame, offset)
        elif frame.comma is not None:
            found = f"a comma before the closing {frame.sign}"
            self.slip(frame.comma.start, found, "no comma behind the last")
        frame.node.end = offset
        self.frames.pop()

    def end_all(self) -> None:
        """The text has come to its end."""
        if not self.frames:
            return
        signs = "".join(each.sign for each in reversed(self.frames))
        missing: Slip = Slip(self.end, f"the text ends without {signs}", f"{signs} at the end")
        while self.frames:
            self.end_frame(self.end)
        self.note(missing)

    def repeat(self, frame: Frame, key: Token, *, has_comma: bool) -> None:
        """A key comes again: by mistake, or since a new object was meant to begin."""
        if frame.again is not None:
            if has_comma and frame.again.right == ONCE:
                frame.again.found += f", and {told(key)}"
            return
        if has_comma:
            frame.again = Slip(
                key.start, f"the key {told(key)} again", "each key once in an object"
            )
        else:
            found = f"no comma before {told(key)}, which comes again"
            frame.again = Slip(self.end, found, "}, { where a new object begins")
        self.note(frame.again)

    def lose_value(self, frame: Frame, offset: int) -> None:
        """Nothing came behind a key."""
        assert frame.key is not None
        self.slip(offset, f"{told(frame.key)} without a value", "a value, or no such key")
        self._put(Node(Kind.LOST, offset, offset, ""))

    def _put(self, node: Node) -> None:
        if not self.frames:
            self.result.root = node
            return
        frame = self.frames[-1]
        if frame.node.kind is Kind.ARRAY:
            frame.node.items.append(node)
        elif frame.key is None:
            frame.node.kind = Kind.VEIL  # some of its members are not shown
        else:
            frame.node.members.append(Member(str(frame.key.value), frame.key.start, node))
        frame.key, frame.has_colon, frame.comma, frame.full = None, False, None, True

    def _next_step(self) -> str | int:
        if not self.frames:
            return ""
        frame = self.frames[-1]
        return str(frame.key.value) if frame.key else len(frame.node.items)


def told(token: Token) -> str:
    """A token as it is named to a reader."""
    return token.kind if token.value is None else f'"{str(token.value)[:40]}"'
