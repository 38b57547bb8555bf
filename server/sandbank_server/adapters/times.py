"""Times and durations as text: RFC 3339 in UTC, and ISO 8601 durations with a sign."""

import re
from datetime import UTC, datetime, timedelta

from sandbank_server.domain.iso_dates import is_date

_DURATION = re.compile(
    r"([+-]?)P(?=[0-9T])(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,6})?)S)?)?"
)


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


def parse_duration(text: str) -> timedelta | None:
    """The length of an ISO 8601 duration of weeks to seconds, or None for any other text."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    sign, weeks, days, hours, minutes, seconds = match.groups(default="0")
    try:
        length = timedelta(
            weeks=int(weeks),
            days=int(days),
            hours=int(hours),
            minutes=int(minutes),
            seconds=float(seconds),
        )
    except OverflowError:
        return None
    return -length if sign == "-" else length


def resolve_time(text: str, now: datetime | None) -> datetime | None:
    """The time a text names: by itself, or as a duration from `now` where there is one."""
    length = parse_duration(text)
    if length is None or now is None:
        return parse_time(text)
    try:
        return now + length
    except OverflowError:
        return None
