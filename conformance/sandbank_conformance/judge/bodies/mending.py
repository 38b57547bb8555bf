"""Broken JSON put together as it was likely meant: brackets, commas, colons and quotes.

Whoever reads on after the first slip can tell everything at once; a program that stops there lets
its user come back once for each.
"""

from sandbank_conformance.judge.bodies.building import Building, Frame, Mended, told
from sandbank_conformance.judge.bodies.nodes import Kind
from sandbank_conformance.judge.bodies.strict import DEEPEST
from sandbank_conformance.judge.bodies.tokens import Token, tokens

MOST = 50  # slips; behind so many, what was meant is anybody's guess


def mend(text: str) -> Mended:
    """The value that a text was likely meant to be."""
    return _Mender(text).mend()


class _Mender:
    """Reads token by token, and looks one ahead."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._ahead = next(self._tokens, None)
        self._building = Building()

    def mend(self) -> Mended:
        building = self._building
        while self._ahead is not None:
            token, self._ahead = self._ahead, next(self._tokens, None)
            for slip in token.slips:
                building.note(slip)
            if not self._take(token) or len(building.result.slips) >= MOST:
                return building.result
            building.end = token.end
        building.end_all()
        return building.result

    def _take(self, token: Token) -> bool:
        """Whether to read on."""
        if token.kind == "end":
            return True
        if not self._building.frames:
            return self._take_outside(token)
        frame = self._building.frames[-1]
        if token.kind in ("}", "]"):
            self._building.close(token, self._ahead)
        elif token.kind == ",":
            self._comma(frame, token)
        elif frame.node.kind is Kind.ARRAY:
            self._take_in_array(frame, token)
        else:
            self._take_in_object(frame, token)
        return self._is_shallow(token)

    def _is_shallow(self, token: Token) -> bool:
        if len(self._building.frames) <= DEEPEST:
            return True
        found = f"more than {DEEPEST} brackets within each other"
        self._building.slip(token.start, found, "what the contract describes; it is flat")
        return False

    def _take_outside(self, token: Token) -> bool:
        building = self._building
        if building.result.root is not None:
            return self._refuse_more(token)
        if self._is_key(token):
            found = f"the key {told(token)} outside of any object"
            building.slip(token.start, found, "{ before it")
            self._take_in_object(building.begin_object(token.start), token)
        elif token.is_value:
            self._put(token)
        else:
            building.slip(token.start, f"a stray {token.kind}", "a value")
        return True

    def _refuse_more(self, token: Token) -> bool:
        """Something stands behind the end."""
        building = self._building
        if token.kind in ("}", "]"):
            building.slip(token.start, f"one {token.kind} too many", f"no {token.kind} here")
            return True
        if token.kind == "," and self._ahead is not None:
            return True  # what comes behind it is told
        begins = token.is_value or self._is_key(token)
        found = "a second document behind the first" if begins else f"a stray {token.kind}"
        building.slip(token.start, found, "one document in each body")
        return False

    def _take_in_object(self, frame: Frame, token: Token) -> None:
        building = self._building
        if token.kind == ":":
            if frame.key is None or frame.has_colon:
                building.slip(token.start, "a colon too many", "one colon behind each key")
            frame.has_colon = True
        elif frame.key is not None:
            if not frame.has_colon:
                building.slip(building.end, f"no colon behind {told(frame.key)}", "a colon")
            self._put(token)
        elif token.kind == "veil" and not self._is_key(token):
            self._put(token)
        elif self._is_key(token):
            self._key(frame, token)
        else:
            self._take_stray(frame, token)

    def _key(self, frame: Frame, token: Token) -> None:
        building = self._building
        if token.value in frame.node.names():
            building.repeat(frame, token, has_comma=not frame.full)
        elif frame.full:
            building.slip(building.end, f"no comma before {told(token)}", "a comma")
        if token.kind not in ("string", "veil"):
            key = str(token.value)[:40]
            building.slip(token.start, f"the key {key} without quotes", f'"{key}"')
        frame.expect(token)

    def _take_stray(self, frame: Frame, token: Token) -> None:
        """Something that is no key stands where a key should."""
        building = self._building
        if token.kind == "{" and frame.full and self._is_in_array():
            building.slip(building.end, "an object begins within another", "}, between the two")
            building.end_frame(token.start)
            building.frames[-1].full = False
            self._put(token)
        elif token.kind == "{" and self._is_behind_object(frame):
            building.spread(frame, token)
            self._put(token)
        elif token.kind in ("{", "["):
            building.slip(token.start, f"a {token.kind} without a key", 'a key, such as "data":')
            frame.expect(Token("string", token.start, token.start, ""))
            self._put(token)
        elif frame.full:
            right = r"\" for a quote within a text" if token.kind == "word" else "a comma and a key"
            if not frame.is_astray:
                building.slip(token.start, f"{told(token)} right behind a value", right)
            frame.is_astray = True
        elif token.kind == "string" and self._ahead is not None and self._ahead.is_value:
            self._key(frame, token)  # its colon is missing
        else:
            building.slip(token.start, f"{told(token)} without a value", "a key, a colon, a value")
            frame.full = True

    def _is_behind_object(self, frame: Frame) -> bool:
        members = frame.node.members
        return bool(members) and members[-1].value.kind is Kind.OBJECT

    def _is_in_array(self) -> bool:
        frames = self._building.frames
        return len(frames) > 1 and frames[-2].node.kind is Kind.ARRAY

    def _take_in_array(self, frame: Frame, token: Token) -> None:
        building = self._building
        if token.kind == ":":
            building.slip(token.start, "a colon between items", "a comma")
            return
        if frame.full:
            building.slip(building.end, f"no comma before {told(token)}", "a comma")
        if self._is_key(token):
            building.slip(token.start, f"the key {told(token)} right in an array", "{ before it")
            self._take_in_object(building.begin_object(token.start), token)
        else:
            self._put(token)

    def _comma(self, frame: Frame, token: Token) -> None:
        if frame.key is not None:
            self._building.lose_value(frame, token.start)
        elif not frame.full:
            found = "a comma with nothing before it"
            self._building.slip(token.start, found, "one comma between two values")
        frame.comma, frame.full = token, False

    def _put(self, token: Token) -> None:
        if token.kind in ("{", "["):
            self._building.open(token)
        else:
            self._building.put_scalar(token)

    def _is_key(self, token: Token) -> bool:
        named = token.kind in ("string", "word", "constant", "number", "veil")
        return named and self._ahead is not None and self._ahead.kind == ":"
