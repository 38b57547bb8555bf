"""Replacing and keeping whole worlds."""

import re
from collections.abc import Mapping

from sandbank_server.domain.refusals import Malformed, Unknown, Violation
from sandbank_server.service.ports import Sandbox, WorldError

_SNAPSHOT_NAME = re.compile(r"[a-z0-9-]{1,40}")

World = Mapping[str, object]


def replace(sandbox: Sandbox, world: World) -> None:
    """Put a world in the place of everything: keys stay, ids begin again at the seed.

    What else was set up for the old world, the journal and the faults, goes with it.
    """
    sandbox.store.undo_with(sandbox.outbox.look)
    try:
        sandbox.store.load(world)
    except WorldError as error:
        violations = tuple(Violation(*problem) for problem in error.problems)
        raise Malformed("CTL-02", "The world cannot be loaded.", violations) from None
    sandbox.ids.rewind()
    sandbox.journal.clear()
    sandbox.faults.end_with_world()
    sandbox.outbox.look()


def take_snapshot(sandbox: Sandbox, name: str) -> None:
    """Keep a copy of everything under a name, in memory only."""
    if not _SNAPSHOT_NAME.fullmatch(name):
        violation = Violation("/path/name", "must be 1 to 40 of a-z, 0-9 and -")
        raise Malformed("CTL-03", "The snapshot's name does not fit.", (violation,))
    sandbox.store.snapshot(name)


def restore_snapshot(sandbox: Sandbox, name: str) -> None:
    """Bring a kept copy back; faults that are set are no part of it."""
    sandbox.store.undo_with(sandbox.outbox.look)
    if not sandbox.store.restore(name):
        raise Unknown("CTL-03", "snapshot_unknown", "There is no snapshot of this name.")
    sandbox.faults.end_with_world()
    sandbox.outbox.look()
