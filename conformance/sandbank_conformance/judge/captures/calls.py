"""A call as a capture shows it, and what the capture leaves out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from urllib.parse import SplitResult, urlsplit

from sandbank_conformance.messages import Headers

CREDENTIALS = ("authorization", "x-api-key", "x-application", "x-signature", "cookie")


class Form(StrEnum):
    """How calls are written down."""

    BODY = "body"
    HTTP = "http"
    CURL = "curl"
    HAR = "har"


@dataclass(frozen=True, kw_only=True)
class CapturedCall:
    """One call. What is None, or not `complete`, the capture does not show."""

    source: str  # the file
    form: Form
    label: str = ""  # what tells it from others of the file
    line: int = 0  # at which it begins; 0 where lines mean nothing
    method: str = ""
    url: str = ""
    headers: Headers = ()
    is_complete: bool = True  # whether a header that is not there was not sent
    body: bytes | None = b""
    body_line: int = 0  # of the file, at which the body begins; 0 where it is not in lines
    size: int = 0  # of the body, where only that is known
    hidden: str = ""  # why the body is not shown
    has_default_type: bool = False  # whether nobody wrote the Content-Type
    moment: datetime | None = None  # when it was made
    answered: int = 0  # with which status, then
    is_at_home: bool | None = None  # whether its recorder knew it for one of the APIs', or not
    told: tuple[str, ...] = ()  # what had to be guessed to read it

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but a body."""
        return self.form is Form.BODY

    def values(self, name: str) -> list[str]:
        """The values of a header."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    def lacks(self, name: str) -> bool:
        """Whether a header was surely not sent. Whoever writes a HAR may leave credentials out."""
        if self.values(name) or not self.is_complete:
            return False
        if self.form is not Form.HAR or name.lower() not in CREDENTIALS:
            return True
        return name.lower() != "authorization" and bool(self.values("authorization"))

    @cached_property
    def split(self) -> SplitResult:
        """The parts of the URL."""
        return split(self.url)


def split(url: str) -> SplitResult:
    """The parts of a URL; one that is none is taken for a path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", *url.partition("?")[::2], "")
