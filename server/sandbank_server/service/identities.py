"""Made ids that nobody uses yet."""

from collections.abc import Callable

from sandbank_server.service.ports import Ids


def unused(ids: Ids, holder: Callable[[str], object | None]) -> str:
    """A fresh id that has no holder.

    A file outlives its process: the same seed gives ids again that the file already holds.
    """
    made = ids.new()
    while holder(made) is not None:
        made = ids.new()
    return made
