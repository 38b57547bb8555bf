"""What is played with the provider: each scene once, however many checks look at it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.provider.landing import Landed
from sandbank_conformance.watch.provider.stage import Held, Session, Stage
from sandbank_conformance.watch.provider.visits import Visit

Play = Callable[["Scenes"], "Scene"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What came of one scene."""

    session: Session
    others: tuple[Session, ...] = ()  # that were open besides
    account: Held | None = None  # that it is about
    visit: Visit | None = None
    landed: Landed | None = None
    calls: tuple[Watched, ...] = ()  # that the provider made from its beginning on
    answers: tuple[Exchange, ...] = ()  # of the connector, to what the scene asked it

    @property
    def reports(self) -> tuple[Watched, ...]:
        """The reports of the session."""
        return tuple(each for each in self.calls if each.session == self.session.id)


@dataclass(frozen=True, slots=True)
class _Played:
    scene: Scene | None
    missing: str
    exchanges: tuple[Exchange, ...]


class Scenes:
    """Plays a scene when it is asked for first, and keeps what came of it."""

    def __init__(self, stage: Stage, plays: Mapping[str, Play]) -> None:
        self.stage = stage
        self._plays = plays
        self._played: dict[str, _Played] = {}
        self._playing = 0  # scenes that build on each other

    def of(self, name: str) -> Scene:
        """A scene by its name; its calls count as those of the check that asks."""
        trace = self.stage.trace
        if name not in self._played:
            before = trace.exchanges
            trace.begin()
            self._played[name] = self._play(name)
            trace.begin()
            trace.recall(before)
        played = self._played[name]
        if not self._playing:
            trace.recall(played.exchanges)
        if played.scene is None:
            raise NotTestable(played.missing)
        return played.scene

    def try_of(self, name: str) -> None:
        """Have a scene played, whatever comes of it."""
        with suppress(NotTestable):
            self.of(name)

    def _play(self, name: str) -> _Played:
        since = len(self.stage.entries.read())
        scene, missing = None, ""
        self._playing += 1
        try:
            scene = self._plays[name](self)
        except NotTestable as error:
            missing = str(error)
        finally:
            self._playing -= 1
        calls = self.stage.entries.read()[since:]
        for each in calls:
            self.stage.trace.count(each.operation_id, each.status)
        return _Played(scene, missing, (*self.stage.trace.exchanges, *_in_order(scene, calls)))

    def all_calls(self) -> list[Watched]:
        """Every call that the provider has made so far."""
        return self.stage.entries.read()


def _in_order(scene: Scene | None, calls: Sequence[Watched]) -> Iterator[Exchange]:
    """The calls of the provider, and the browser that came back in between."""
    landed = scene.landed if scene else None
    if landed is None:
        yield from calls
        return
    yield from (each for each in calls if each in landed.calls)
    yield landed.exchange
    yield from (each for each in calls if each not in landed.calls)
