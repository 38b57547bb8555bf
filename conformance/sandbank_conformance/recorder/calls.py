"""A call that goes through, as it is on the wire."""

from dataclasses import dataclass
from datetime import datetime

from sandbank_conformance.messages import Headers
from sandbank_conformance.recorder.bodies import Copy
from sandbank_conformance.recorder.heads import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was sent as a body."""

    data: bytes = b""  # of a very large one the beginning
    size: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of it was kept."""
        return self.size == len(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the implementation answered."""

    version: str
    status: int
    reason: str
    headers: Headers
    body: Body
    beyond: bytes = b""  # bytes behind an answer that had come to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One call and what came of it."""

    moment: datetime
    method: str
    url: str  # at the implementation
    version: str
    headers: Headers
    body: Body = Body()
    answered: Answered | None = None  # None: there was no whole head of an answer
    trouble: str = ""  # what went wrong on the way
    waited: float = 0.0  # seconds until the answer began
    seconds: float = 0.0  # until it was over


class Passing:
    """A call under way; `passed` is what it has come to so far."""

    def __init__(self, moment: datetime, began: float, parts: tuple[str, str, str]) -> None:
        self._moment = moment
        self._began = began
        self._answered_at = self._ended_at = began
        self.method, self.url, self.version = parts
        self.headers: Headers = ()
        self.sent, self.received = Copy(), Copy()
        self.answer: Answer | None = None
        self.beyond = bytearray()
        self.trouble = ""

    def begins(self, answer: Answer, at: float) -> None:
        """The head of the answer is here."""
        self.answer, self._answered_at = answer, at

    def ends(self, at: float) -> None:
        """Nothing more will come."""
        self._ended_at = at

    def fails(self, trouble: str) -> None:
        """Say what went wrong; what went wrong first is what counts."""
        self.trouble = self.trouble or trouble

    def passed(self) -> Passed:
        """What there is to say of it."""
        return Passed(
            moment=self._moment,
            method=self.method,
            url=self.url,
            version=self.version,
            headers=self.headers,
            body=_body(self.sent),
            answered=self._answered(),
            trouble=self.trouble,
            waited=self._answered_at - self._began,
            seconds=self._ended_at - self._began,
        )

    def _answered(self) -> Answered | None:
        if self.answer is None:
            return None
        version, status, reason = self.answer.parts
        return Answered(
            version=version,
            status=status,
            reason=reason,
            headers=self.answer.headers,
            body=_body(self.received),
            beyond=bytes(self.beyond),
        )


def _body(copy: Copy) -> Body:
    return Body(data=bytes(copy.data), size=copy.size)
