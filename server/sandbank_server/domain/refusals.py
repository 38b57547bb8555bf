"""Refusals: named reasons why a call changes nothing, each with the requirement it met.

    Refusal
    ├── Malformed       the request itself is wrong; carries every violation
    ├── Unauthorised    no credentials, or none that count
    ├── Forbidden       credentials that do not reach this far
    ├── Unknown         no such thing for this caller
    ├── Gone            it was there, and cannot be had any more
    ├── Conflict        the state of things forbids it
    ├── Throttled       too many calls
    └── Unavailable     the store cannot take the change

HTTP learns of these in one table, in `api/errors.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 100  # characters of an id that a refusal names


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a request, placed by JSON pointer ('' is the whole body)."""

    pointer: str
    message: str


class Refusal(Exception):
    """A call was refused and nothing changed."""

    def __init__(
        self, requirement: str, code: str, detail: str, *, truth: str | None = None
    ) -> None:
        """`truth` is the requirement the journal tells where the caller may not learn it."""
        super().__init__(detail)
        self.requirement = requirement
        self.code = code
        self.detail = detail
        self.truth = truth or requirement


class Malformed(Refusal):
    """The request is wrong in itself; every violation is named."""

    def __init__(
        self,
        requirement: str,
        detail: str = "The request body breaks the contract.",
        violations: tuple[Violation, ...] = (),
        *,
        code: str = "invalid_request",
    ) -> None:
        super().__init__(requirement, code, detail)
        self.violations = violations


class Unauthorised(Refusal):
    """The credentials are missing or do not count."""


class Forbidden(Refusal):
    """The credentials count, but not here."""


class Unknown(Refusal):
    """There is no such thing for this caller."""


class Gone(Refusal):
    """What the caller asks for was there once, and cannot be had any more."""


class Conflict(Refusal):
    """The state of things forbids the call."""


class Throttled(Refusal):
    """The caller came too often; `retry_after` is in whole seconds."""

    def __init__(self, requirement: str, code: str, detail: str, *, retry_after: int) -> None:
        super().__init__(requirement, code, detail)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """The store cannot take the change now."""


def named(ids: Iterable[str]) -> str:
    """Ids as a refusal names them: each once, quoted, escaped, a long one cut short."""
    return ", ".join(map(_quoted, dict.fromkeys(ids)))


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
