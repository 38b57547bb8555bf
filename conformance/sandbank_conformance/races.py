"""Calls that are made at once, to see whether their order makes a difference that it must not."""

from collections.abc import Callable
from threading import Barrier, Thread

from sandbank_conformance.exchange import Exchange
from sandbank_conformance.wire import Wire

PATIENCE = 60.0  # seconds until a race is given up that does not begin


def at_once(wire: Wire, *acts: Callable[[], Exchange]) -> list[Exchange]:
    """What each act brought, in their order; each has a thread and a connection of its own."""
    line = Barrier(len(acts))
    brought: dict[int, Exchange] = {}
    failed: list[BaseException] = []

    def run(place: int, act: Callable[[], Exchange]) -> None:
        try:
            line.wait(PATIENCE)
            brought[place] = act()
        except BaseException as error:
            failed.append(error)
        finally:
            wire.let_go()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return [brought[place] for place in range(len(acts))]
