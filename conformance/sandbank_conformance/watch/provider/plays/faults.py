"""Sessions whose report goes wrong on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sandbank_conformance.conditions import given
from sandbank_conformance.watch.entries import REPORTS, Watched
from sandbank_conformance.watch.provider.plays.sessions import visited
from sandbank_conformance.watch.provider.scenes import Play, Scene, Scenes
from sandbank_conformance.watch.provider.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to the first report of a session."""

    told: str  # as the end of "a report that …"
    effect: Mapping[str, Any] = field(default_factory=dict)  # as the Control API wants it


FAULTS: Mapping[str, Fault] = {
    "throttled": Fault(told="is answered 429", effect={"status": 429}),
    "unauthorised": Fault(told="is answered 401", effect={"status": 401}),
    "failed": Fault(told="is answered 500", effect={"status": 500}),
    "answer_lost": Fault(
        told="counts, and is answered 500", effect={"status": 500, "when": "after"}
    ),
    "dropped": Fault(told="gets no answer", effect={"drop": True}),
    "dropped_afterwards": Fault(
        told="counts, and gets no answer", effect={"drop": True, "when": "after"}
    ),
    "slow": Fault(told="is answered late"),  # how late depends on how patient whoever asks is
}


def faulty(scenes: Scenes, name: str) -> Scene:
    """The first report of a session meets a fault, and the provider has time for another."""
    stage, patience = scenes.stage, scenes.stage.setting.patience
    fault = FAULTS[name].effect or {"delay": f"PT{patience.delay}S", "when": "after"}
    since = len(stage.entries.read())
    session = stage.begin()
    try:
        for operation in REPORTS:
            given(stage.owner.call("setFault", json={"operationId": operation, **fault}))
        scene = visited(scenes, session, Visit(scene=name, url=session.page), since)

        def repeated(calls: list[Watched]) -> bool:
            return sum(each.session == session.id for each in calls) > 1

        stage.entries.wait(repeated, since, patience.call)
        stage.wait()
    finally:
        given(stage.unseen.call("removeFaults"))
    return replace(scene, calls=tuple(stage.entries.read()[since:]))


PLAYS: Mapping[str, Play] = {name: partial(faulty, name=name) for name in FAULTS}
