"""The time of this machine; checks never look at it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time here."""
    return datetime.now(UTC)
