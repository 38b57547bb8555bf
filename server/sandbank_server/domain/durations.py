"""Lengths of time as callers write them: ISO 8601 durations of weeks to seconds."""

import re
from datetime import timedelta
from functools import lru_cache

_LONGEST = 80  # characters; what is longer is no duration, and not worth remembering
_FORM = re.compile(
    r"([+-]?)P(?=[0-9T])(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,10}(?:\.[0-9]{1,6})?)S)?)?"
)


def parse_duration(text: str) -> timedelta | None:
    """The length of an ISO 8601 duration, back in time with a minus; None for any other text."""
    return _parsed(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _parsed(text: str) -> timedelta | None:
    match = _FORM.fullmatch(text)
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
