"""Times as text: RFC 3339 in UTC, or a duration from another time on."""

from datetime import UTC, datetime

from sandbank_server.domain.durations import parse_duration
from sandbank_server.domain.iso_dates import is_date


def format_time(time: datetime) -> str:
    """RFC 3339 in UTC, ending in `Z`; a fraction only where there is one."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def parse_time(text: str) -> datetime | None:
    """The UTC time of an RFC 3339 date-time, or None for any other text."""
    if len(text) <= len("2026-01-31") or not is_date(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def resolve_time(text: str, now: datetime | None) -> datetime | None:
    """The time a text names: by itself, or as a duration from `now` where there is one."""
    length = parse_duration(text)
    if length is None or now is None:
        return parse_time(text)
    try:
        return now + length
    except OverflowError:
        return None
