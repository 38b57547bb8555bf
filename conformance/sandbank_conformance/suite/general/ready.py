"""One good call of every operation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from sandbank_conformance.draw import Draw
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general import (
    consumer_calls,
    linking_calls,
    provider_calls,
    upload_calls,
)
from sandbank_conformance.suite.general.calls import Call, Maker

MAKERS: Mapping[str, Maker] = {
    **consumer_calls.MAKERS,
    **linking_calls.MAKERS,
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


def together(run: Run, draw: Draw, operation_ids: Iterable[str]) -> list[Call]:
    """Calls to be refused that are all about the same bank account, or the same upload."""
    uploads = run.uploads and _Once(run.uploads, "account")
    stock = _Once(run.stock, "new_account")
    shared = replace(run, stock=cast("Any", stock), uploads=cast("Any", uploads))
    return [refusable(shared, draw, each) for each in operation_ids]


class _Once:
    """Makes a thing when it is first asked for, and hands it out from then on."""

    def __init__(self, real: object, *makers: str) -> None:
        self._real = real
        self._made: dict[str, Any] = {}
        for each in makers:
            setattr(self, each, partial(self._once, each))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def _once(self, maker: str, *asked: Any, **members: Any) -> Any:
        if maker not in self._made:
            self._made[maker] = getattr(self._real, maker)(*asked, **members)
        return self._made[maker]
