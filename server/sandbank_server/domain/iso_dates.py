"""Dates as callers write them: ISO 8601, a day or a moment."""

import re
from datetime import datetime

_FORM = re.compile(
    r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,12})?([Zz]|[+-]\d{2}:\d{2}))?", re.ASCII
)


def is_date(text: str) -> bool:
    """Whether a text is a day (`2026-01-31`) or an RFC 3339 moment that the calendar knows."""
    if not _FORM.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True
