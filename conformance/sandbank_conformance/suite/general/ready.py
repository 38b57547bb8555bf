"""One good call of every operation."""

from collections.abc import Mapping

from sandbank_conformance.draw import Draw
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general import consumer_calls, provider_calls, upload_calls
from sandbank_conformance.suite.general.calls import Call, Maker

MAKERS: Mapping[str, Maker] = {
    **consumer_calls.MAKERS,
    **provider_calls.MAKERS,
    **upload_calls.MAKERS,
}


def ready(run: Run, draw: Draw, operation_id: str) -> Call:
    """A call that is granted as it stands; what it works on is made now."""
    return MAKERS[operation_id](run, draw)


def refusable(run: Run, draw: Draw, operation_id: str) -> Call:
    """The same for checks that mean to be refused: they use no session up."""
    if operation_id in provider_calls.REFUSABLE:
        return provider_calls.REFUSABLE[operation_id](run, draw)
    return ready(run, draw, operation_id)
