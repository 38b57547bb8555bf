"""How liars read calls, look again at sessions, and forget with the world."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from sandbank_server.api import bodies
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.domain.authorisations import (
    AuthorisationStatus,
)
from sandbank_server.domain.refusals import Malformed, Refusal
from sandbank_server.service import (
    worlds,
)

Patch = pytest.MonkeyPatch


def strictly(raw: bytes) -> Any:
    """The value of a body as the real server reads it; None for what it would refuse."""
    with suppress(Refusal):
        return bodies.parse_json(raw)
    return None


def forgetting(patch: Patch, *memories: Any) -> None:
    """Empties memories when another world comes, so that nothing of an old one goes on."""

    def wrapped(real: Callable[..., Any]) -> Callable[..., Any]:
        def then(*args: Any) -> Any:
            result = real(*args)
            for memory in memories:
                memory.clear()
            return result

        return then

    patch.setattr(worlds, "replace", wrapped(worlds.replace))
    patch.setattr(worlds, "restore_snapshot", wrapped(worlds.restore_snapshot))


def when_malformed(patch: Patch, do: Callable[..., None]) -> None:
    """Calls `do(endpoint, request, raw)` for what answers 400; the answer stays as it is."""
    real = Endpoint._judge_and_do

    async def judge_and_do(self: Any, request: Any, raw: bytes) -> Any:
        try:
            return await real(self, request, raw)
        except Malformed:
            do(self, request, raw)
            raise

    patch.setattr(Endpoint, "_judge_and_do", judge_and_do)


def own_open_session(self: Any, request: Any) -> Any:
    """The open session of the caller that a report names in its path, if it is one."""
    if self._operation_id != "reportAuthorisation":
        return None
    sandbox = self._pipeline.sandbox
    caller = self._credentials.check(request.headers)
    path = request.scope.get("path_params", {})
    found = sandbox.store.authorisations.get(path.get("authorisationId", ""))
    if found is None or found.provider_id != caller.provider_id:
        return None
    is_open = found.status_at(sandbox.clock.now()) is AuthorisationStatus.OPEN
    return found if is_open else None
