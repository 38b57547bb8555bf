"""How often something may happen: a bucket of calls that fills steadily."""

import math
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A second's worth of calls, what is left of them, and since when."""

    per_second: int
    calls: float
    since: datetime

    @classmethod
    def full(cls, per_second: int, now: datetime) -> "Bucket":
        """A bucket from which nothing was taken yet."""
        return cls(per_second=per_second, calls=float(per_second), since=now)

    def at(self, now: datetime) -> "Bucket":
        """The bucket with what has flowed in; full where the clock was set back."""
        if now < self.since:
            return Bucket.full(self.per_second, now)
        flowed = self.calls + (now - self.since).total_seconds() * self.per_second
        return replace(self, calls=min(flowed, float(self.per_second)), since=now)

    @property
    def wait(self) -> int:
        """The whole seconds until there is a call in it; 0 where there is one."""
        return 0 if self.calls >= 1 else math.ceil((1 - self.calls) / self.per_second)

    def less_one(self) -> "Bucket":
        """The bucket after a call."""
        return replace(self, calls=self.calls - 1)
