"""Sessions whose report goes wrong on the way."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sandbank_conformance.conditions import given
from sandbank_conformance.watch.entries import REPORTS, Watched
from sandbank_conformance.watch.plays.sessions import visited
from sandbank_conformance.watch.scenes import Play, Scene, Scenes
from sandbank_conformance.watch.visits import Visit

# What happens to the first report of a session, by the name of its scene.
FAULTS: Mapping[str, Mapping[str, Any]] = {
    "throttled": {"status": 429},
    "unauthorised": {"status": 401},
    "failed": {"status": 500},
    "answer_lost": {"status": 500, "when": "after"},
    "dropped": {"drop": True},
    "dropped_afterwards": {"drop": True, "when": "after"},
    "slow": {},  # its delay depends on how patient whoever asks is
}


def faulty(scenes: Scenes, name: str) -> Scene:
    """The first report of a session meets a fault, and the provider has time for another."""
    stage, patience = scenes.stage, scenes.stage.setting.patience
    fault = FAULTS[name] or {"delay": f"PT{patience.delay}S", "when": "after"}
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
