"""Servers that link, poll and list candidates for callers who may not."""

from typing import Any

import pytest

from sandbank_server.service import linking, reach
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import Meant, of_consumer

Patch = pytest.MonkeyPatch

BEGINNING = of_consumer("GET", "[^/]+/indirectlinkaccount")
POLLING = of_consumer("GET", "[^/]+/polls/[^/]+")
CANDIDATES = of_consumer("GET|POST", "[^/]+/(availablebankaccounts|linkavailablebankaccount)")


def _for_anybody(patch: Patch, meant: Meant) -> None:
    """Some operations are done without a token, in the name of who called last for the company."""
    callers: dict[str, tuple[str, str]] = {}  # application and token by company

    async def wire(asked: Asked, forward: Forward) -> Answered:
        company = _company(asked.path)
        sent, known = asked.header("authorization"), callers.get(company)
        if meant(asked) and sent is None and known is not None:
            application, token = known
            named = asked.with_header("x-application", application)
            return await forward(named.with_header("authorization", token))
        answered = await forward(asked)
        application = asked.header("x-application")
        if sent and application and answered.status < 400:
            callers[company] = (application, sent)
        return answered

    on_the_wire(patch, wire)


def _company(path: str) -> str:
    parts = path.removeprefix("/consumer/v1/").removeprefix("/api/v1/").split("/")
    return parts[3] if parts[:1] == ["organisations"] and len(parts) > 3 else parts[0]


@liar("CON-OFF-08")
def links_for_anybody(patch: Patch) -> None:
    """Linking begins without a token."""
    _for_anybody(patch, BEGINNING)


@liar("CON-OFF-08")
def tells_anybody_how_a_session_ended(patch: Patch) -> None:
    """A poll needs no token, since nobody else knows its route."""
    _for_anybody(patch, POLLING)


@liar("CON-OFF-08")
def candidates_are_for_anybody(patch: Patch) -> None:
    """Candidates are listed and linked without a token."""
    _for_anybody(patch, CANDIDATES)


@liar("CON-OFF-08", "GEN-05")
def links_for_whatever_company_is_named(patch: Patch) -> None:
    """Linking begins for the company in the path, if there is one, whoever has the token."""
    real = linking.link

    def link(sandbox: Any, caller: Any, path: Any, *what: Any, **more: Any) -> Any:
        known = sandbox.store.companies.get(path.company_id) is not None
        other = caller.company_id is not None and known
        with pytest.MonkeyPatch.context() as meanwhile:
            if other:
                meanwhile.setattr(reach, "company", lambda _, path: path.company_id)
            return real(sandbox, caller, path, *what, **more)

    patch.setattr(linking, "link", link)
