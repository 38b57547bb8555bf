"""What can be said of a fixed token before anybody is asked."""

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.doctor.findings import Notes
from sandbank_conformance.target import Target

Token = tuple[str, str]  # key, token


def look(notes: Notes, target: Target, api: str) -> None:
    """Note the tokens that cannot work, and an expired one that has not expired."""
    for place, token in _fixed(target, api):
        if token[:7].lower() == "bearer ":
            _note(notes, place, "begins with 'Bearer '", "leave that word out: it is added")
        elif not token.isascii() or not token.isprintable() or " " in token or '"' in token:
            _note(notes, place, "has blanks, quotes or odd letters", "give the bare token")
        elif (end := expiry(token)) is not None and end < now():
            _note(notes, place, f"expired at {end:%Y-%m-%d %H:%M} UTC", "get a new one")
    for place, token in _expired(target, api):
        if (end := expiry(token)) is not None and end > now():
            change = "give one whose time is over, or leave the key out"
            _note(notes, place, f"is good until {end:%Y-%m-%d %H:%M} UTC", change)


def claims(token: str) -> Mapping[str, Any]:
    """What a JWT says; nothing where it is none, or cannot be read."""
    try:
        _, payload, _ = token.split(".")
        said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def expiry(token: str) -> datetime | None:
    """When a token's time is over, where it says so."""
    return moment(claims(token).get("exp"))


def moment(seconds: Any) -> datetime | None:
    """A time given in seconds; None where it is no time."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _note(notes: Notes, place: str, received: str, change: str) -> None:
    notes.config(place, tried="to read the token", received=f"it {received}", change=change)


def _fixed(target: Target, api: str) -> Iterator[Token]:
    described: Any = target.api(api)
    table = api.replace("_", "-")
    for role in (
        "product",
        "sibling",
        "stranger",
        "provider",
        "rival",
        "client",
        "reader",
        "other",
    ):
        access = getattr(described, role, None)
        if access and access.token:
            first = role in ("product", "provider", "client")
            yield f"[{table}] token" if first else f"[{table}.{role}] token", access.token


def _expired(target: Target, api: str) -> Iterator[Token]:
    described: Any = target.api(api)
    if described.expired_token:
        yield f"[{api.replace('_', '-')}] expired-token", described.expired_token
