"""Fakes for everything outside of the bank feeds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sandbank_server.service.ports import Audience

START = datetime(2026, 1, 31, 12, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is moved."""

    frozen = True

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time

    def freeze(self, frozen: bool) -> None:
        self.frozen = frozen

    def advance(self, by: timedelta) -> None:
        self.time += by

    def set(self, to: datetime) -> None:
        self.time = to


class CountingIds:
    """id-1, id-2, …"""

    def __init__(self) -> None:
        self.count = 0

    def new(self) -> str:
        self.count += 1
        return f"id-{self.count}"

    def rewind(self) -> None:
        self.count = 0


class OpenTokens:
    """Tokens anybody can read."""

    def issue(self, audience: Audience, claims: Mapping[str, str], lifetime: timedelta) -> str:
        return json.dumps([audience, dict(claims), lifetime.total_seconds()])

    def read(self, token: str) -> None:
        raise NotImplementedError


@dataclass
class ForgettingJournal:
    """Remembers only what it was told to forget."""

    forgotten: list[str] = field(default_factory=list)

    def clear(self) -> None:
        self.forgotten.clear()

    def forget_bank_account(self, bank_account_id: str) -> None:
        self.forgotten.append(bank_account_id)

    def forget_user(self, user_id: str, account_id: str | None = None) -> None:
        raise NotImplementedError
