"""The sandbox's clock: real time, moved and stopped at will."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_time() -> datetime:
    """The time of this machine, in UTC."""
    return datetime.now(UTC)


class SandboxClock:
    """The `Clock` port: it runs with real time, and goes back only by `set`."""

    def __init__(self, real: Callable[[], datetime] = real_time) -> None:
        """Begins at real time; `real` says what that is."""
        self._real = real
        self._offset = timedelta()
        self._stopped_at: datetime | None = None
        self._latest = real()

    def now(self) -> datetime:
        """The sandbox's time, in UTC."""
        if self._stopped_at is not None:
            return self._stopped_at
        # A machine that corrects its own time must not take ours back.
        self._latest = max(self._latest, self._real() + self._offset)
        return self._latest

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""
        return self._stopped_at is not None

    def freeze(self, frozen: bool) -> None:
        """Stop time, or let it run on from where it stands."""
        now = self.now()
        self._stopped_at = now if frozen else None
        self._run_from(now)

    def advance(self, by: timedelta) -> None:
        """Move time forward."""
        self.set(self.now() + by)

    def set(self, to: datetime) -> None:
        """Put time anywhere, also back."""
        to = to.astimezone(UTC)
        if self.frozen:
            self._stopped_at = to
        self._run_from(to)

    def _run_from(self, time: datetime) -> None:
        self._offset = time - self._real()
        self._latest = time
