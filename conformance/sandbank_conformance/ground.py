"""The ground that every check starts from, and how the target is left as it was found."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sandbank_conformance.conditions import given
from sandbank_conformance.owner import BEFORE, GROUND, Owner
from sandbank_conformance.trace import Trace


class Ground:
    """The playground at a clock that stands, before each check; without an owner, as it comes."""

    def __init__(self, owner: Owner | None, trace: Trace) -> None:
        self._owner = owner if owner is not None and not owner.keeps_world else None
        self._trace = trace
        self._clock: dict[str, Any] = {}
        self._began = 0.0
        self._standing = ""  # the time at which every check begins

    @property
    def is_ours(self) -> bool:
        """Whether the world may be changed at will, because it is put back."""
        return self._owner is not None

    @contextmanager
    def laid(self) -> Iterator[None]:
        """The ground for a whole run; the target is left as it was found, whatever happens."""
        try:
            self.lay()
            yield
        finally:
            self.leave()

    def lay(self) -> None:
        """Take a copy of all that is there, load the playground, and stop the clock."""
        if self._owner is None:
            return
        given(self._owner.call("takeSnapshot", BEFORE))
        self._clock = dict(self._owner.clock())
        self._began = monotonic()
        given(self._owner.call("moveClock", json={"frozen": True}))
        self._standing = self._owner.clock()["now"]
        given(self._owner.call("resetWorld", json={"world": "playground"}))
        given(self._owner.call("takeSnapshot", GROUND))

    def restore(self) -> None:
        """Undo what the check before has changed."""
        if self._owner is None or not self._trace.changed_something:
            return
        given(self._owner.call("restoreSnapshot", GROUND))
        if any(each.operation_id == "moveClock" for each in self._trace.exchanges):
            given(self._owner.call("moveClock", json={"set": self._standing, "frozen": True}))

    def leave(self) -> None:
        """Bring back what was there, at the time that it would be now."""
        if self._owner is None or not self._clock:
            return
        given(self._owner.call("restoreSnapshot", BEFORE))
        now = datetime.fromisoformat(self._clock["now"])
        if not self._clock["frozen"]:
            now += timedelta(seconds=monotonic() - self._began)
        moved = {"set": now.isoformat(), "frozen": self._clock["frozen"]}
        given(self._owner.call("moveClock", json=moved))
