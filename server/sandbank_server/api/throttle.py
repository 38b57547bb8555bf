"""How often a key may call, by the sandbox's clock."""

from dataclasses import replace

from sandbank_server.domain.buckets import Bucket
from sandbank_server.domain.refusals import Throttled
from sandbank_server.service.ports import Clock


class Throttle:
    """One bucket a key."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    def take(self, key: str, per_second: int | None) -> None:
        """Count one call, or refuse it with the seconds to wait (PRV-AUTH-20)."""
        if per_second is None:
            self._buckets.clear()
            return
        now = self._clock.now()
        kept = self._buckets.get(key) or Bucket.full(per_second, now)
        bucket = replace(kept, per_second=per_second).at(now)
        if bucket.wait:
            raise Throttled(
                "PRV-AUTH-20",
                "throttled",
                f"This key may call {per_second} times a second; try again in {bucket.wait} s.",
                retry_after=bucket.wait,
            )
        self._buckets[key] = bucket.less_one()
