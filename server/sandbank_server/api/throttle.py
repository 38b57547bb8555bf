"""How often a key may call: a bucket that fills by the sandbox's clock."""

import math
from datetime import datetime

from sandbank_server.domain.refusals import Throttled
from sandbank_server.service.ports import Clock


class Throttle:
    """One bucket a key: a second's worth of calls, filled steadily."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, datetime]] = {}

    def take(self, key: str, per_second: int | None) -> None:
        """Count one call, or refuse it with the seconds to wait (PRV-AUTH-20)."""
        if per_second is None:
            self._buckets.clear()
            return
        now = self._clock.now()
        full = (float(per_second), now)
        tokens, since = self._buckets.get(key, full)
        if now < since:  # the clock was set back
            tokens, since = full
        passed = (now - since).total_seconds()
        tokens = min(tokens + passed * per_second, float(per_second))
        if tokens < 1:
            wait = math.ceil((1 - tokens) / per_second)
            raise Throttled(
                "PRV-AUTH-20",
                "throttled",
                f"This key may call {per_second} times a second; try again in {wait} s.",
                retry_after=wait,
            )
        self._buckets[key] = (tokens - 1, now)
