"""The scenes by their names."""

from collections.abc import Mapping

from sandbank_conformance.watch.provider.plays import events, faults, feeds, sessions
from sandbank_conformance.watch.provider.scenes import Play

PLAYS: Mapping[str, Play] = {**sessions.PLAYS, **events.PLAYS, **faults.PLAYS, **feeds.PLAYS}
