"""Days of bookings: read in three forms, kept in one."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sandbank_server.domain.iso_dates import is_date

EXPECTED = (
    "must be a day as YYYY-MM-DD, an RFC 3339 date-time or Unix seconds, in years 1000 to 2999"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = (datetime(1000, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)
_LATEST = (datetime(2999, 12, 31, 23, 59, 59, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as YYYY-MM-DD, in the years 1000 to 2999."""
    return len(text) == 10 and day(text) is not None


def day(sent: str | int | Decimal) -> str | None:
    """A day as YYYY-MM-DD: of a moment the day it names itself, of Unix seconds the UTC one.

    None for what is no day of the years 1000 to 2999.
    """
    if isinstance(sent, str):
        return sent[:10] if is_date(sent) and sent[0] in "12" else None
    if not _EARLIEST <= sent <= _LATEST:
        return None
    return (_EPOCH + timedelta(seconds=int(sent // 1))).date().isoformat()
