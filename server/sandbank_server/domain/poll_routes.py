"""Poll routes: where a product asks how a session ended; each of them works once."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

PERIOD = 5000  # milliseconds that a product waits between two polls
LIFETIME = timedelta(hours=1)  # beyond that of its session, so that its expiry can be told

_POLL_ID = re.compile(r"(.+)\.([1-9][0-9]{0,8})", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRoute:
    """The one route of a session that works now; those of lower numbers were used."""

    application_id: str  # the product that began the session; nobody else may ask
    given_at: datetime
    number: int = 1
    answered: bool = False  # the end was told, so that no route works any more

    def is_used(self, number: int) -> bool:
        """Whether the route of this number was given before, and has answered."""
        return number < self.number or self.answered

    def has_expired(self, now: datetime) -> bool:
        """Whether nobody asked for so long that the route has lapsed."""
        return now >= self.given_at + LIFETIME

    def next(self, now: datetime) -> "PollRoute":
        """The route that works in the place of this one."""
        return replace(self, number=self.number + 1, given_at=now)

    def ended(self) -> "PollRoute":
        """The last route, used."""
        return replace(self, answered=True)


def poll_id(authorisation_id: str, route: PollRoute) -> str:
    """What a route is called in its path."""
    return f"{authorisation_id}.{route.number}"


def read_poll_id(text: str) -> tuple[str, int] | None:
    """The session and the number that a poll id stands for; None where it is none of ours."""
    found = _POLL_ID.fullmatch(text)
    return (found[1], int(found[2])) if found else None
