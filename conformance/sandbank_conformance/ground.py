"""The ground that every check starts from, and how the target is left as it was found."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sandbank_conformance.caller import Caller
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.owner import BEFORE, GROUND, Owner, moment
from sandbank_conformance.trace import Trace
from sandbank_conformance.wire import TransportError

MARK = 424_242  # microseconds of the time at which a run stops the clock: others know it by that
BUSY = (
    "another run is at work here, or one was killed: the clock stands as only a run leaves it.\n"
    "If none is at work, bring back what that one had found, and let the clock go on:\n"
    "  curl -X POST {restore}\n"
    "  curl -X POST {clock} -H 'Content-Type: application/json' -d '{{\"frozen\":false}}'"
)
KEPT = "leave to change the world: run without --keep-world"
REPLACING = {"resetWorld", "putWorld"}  # a sandbox may end the tokens of the world that was there


class Busy(Exception):
    """Another run has the sandbox; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was there before; the copy is the sandbox's, the export is for one that loses it."""

    clock: dict[str, Any]
    world: Any
    at: float = field(default_factory=monotonic)

    def time(self) -> str:
        """The time that it would be now."""
        now = datetime.fromisoformat(self.clock["now"])
        if not self.clock["frozen"]:
            now += timedelta(seconds=monotonic() - self.at)
        return now.isoformat()


class Ground:
    """The playground at a clock that stands, before each check; without an owner, as it comes.

    A control API that refuses what this takes is one that the world is not ours by.
    """

    def __init__(self, owner: Owner | None, trace: Trace) -> None:
        self._owner = owner if owner is not None and not owner.keeps_world else None
        self._trace = trace
        self._found: _Found | None = None
        self._standing = ""  # the time at which every check begins
        self.callers: list[Caller] = []  # whose tokens do not outlast every change of the world
        self.why_not = KEPT if owner is not None and owner.keeps_world else ""
        self.remarks: list[str] = []  # on how the target was left

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
        """Take a copy of all that is there, load the playground, and stop the clock.

        `Busy` says that another run has done so, and is not at its end.
        """
        if self._owner is None:
            return
        try:
            self._take_copy(self._owner)
            self._stop_clock(self._owner)
            self._load(self._owner)
        except NotTestable as refused:
            self._give_up(refused)

    def restore(self) -> None:
        """Undo what the check before has changed."""
        if self._owner is None or not self._trace.changed_something:
            return
        try:
            self._bring_back(self._owner)
        except NotTestable as refused:
            self._give_up(refused)

    def leave(self) -> None:
        """Bring back what was there, at the time that it would be now."""
        owner, found, self._found = self._owner, self._found, None
        if owner is None or found is None:
            return
        try:
            self._leave(owner, found)
        except TransportError as error:
            self.remarks.append(f"the world could not be brought back: {error}")

    def _leave(self, owner: Owner, found: _Found) -> None:
        restored = owner.call("restoreSnapshot", BEFORE).succeeded or (
            found.world is not NOTHING and owner.call("putWorld", json=found.world).succeeded
        )
        clock = {"set": found.time(), "frozen": found.clock["frozen"]}
        moved = owner.call("moveClock", json=clock).succeeded
        lost = [what for what, kept in (("world", restored), ("clock", moved)) if not kept]
        if lost:
            self.remarks.append(f"the {' and the '.join(lost)} could not be brought back")

    def _take_copy(self, owner: Owner) -> None:
        clock = dict(owner.clock())
        if clock["frozen"] and moment(clock["now"]).microsecond == MARK:
            address = owner.client.address
            restore = address("restoreSnapshot", {"name": BEFORE})
            raise Busy(BUSY.format(restore=restore, clock=address("moveClock")))
        given(owner.call("takeSnapshot", BEFORE))
        given(owner.call("restoreSnapshot", BEFORE))  # better known before anything is changed
        self._found = _Found(clock, owner.call("getWorld").json)

    def _stop_clock(self, owner: Owner) -> None:
        soon = (owner.now() + timedelta(seconds=1)).replace(microsecond=MARK)
        if not owner.call("moveClock", json={"set": soon.isoformat(), "frozen": True}).succeeded:
            given(owner.call("moveClock", json={"frozen": True}))

    def _load(self, owner: Owner) -> None:
        given(owner.call("resetWorld", json={"world": "playground"}))
        self._standing = owner.clock()["now"]
        given(owner.call("takeSnapshot", GROUND))
        self._renew()

    def _bring_back(self, owner: Owner) -> None:
        asked = {each.operation_id for each in self._trace.exchanges}
        back = owner.call("restoreSnapshot", GROUND).succeeded
        if back and "moveClock" in asked:
            moved = owner.call("moveClock", json={"set": self._standing, "frozen": True})
            back = moved.succeeded and moved.at("/now") == self._standing
        if not back:
            self._load(owner)  # a copy was lost, or the clock does not go back
        elif asked & REPLACING:
            self._renew()

    def _renew(self) -> None:
        for each in self.callers:
            each.renew()

    def _give_up(self, refused: NotTestable) -> None:
        self.leave()
        self._owner = None
        self.why_not = f"a control API by which the world can be changed and put back: {refused}"
