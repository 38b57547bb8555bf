"""Made ids that nobody uses yet."""

from collections.abc import Callable

from sandbank_server.service.ports import Ids


def unused(ids: Ids, holder: Callable[[str], object | None]) -> str:
    """A fresh id that has no holder; every made id that becomes a key comes from here.

    Files and exported worlds outlive a process: the same seed gives ids again that they hold.
    """
    made = ids.new()
    while holder(made) is not None:
        made = ids.new()
    return made
