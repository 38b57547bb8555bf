"""Which reports later liars take, and which they do not."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.authorisations import (
    AuthorisationEvent,
    AuthorisationStatus,
    ReportedStatus,
)
from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import (
    Conflict,
)
from sandbank_server.service import (
    authorisations,
)
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire

Patch = pytest.MonkeyPatch


REPORTS = "/provider/v1/authorisations"


@liar("PRV-AUTH-02")
def an_encoded_slash_in_an_authorisation_id_is_one_of_the_path(patch: Patch) -> None:
    """The path is decoded before it is cut, so an id with `%2F` in it answers 404."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        rest = asked.path.removeprefix(REPORTS + "/")
        if asked.method == "PATCH" and rest != asked.path and "/" in rest:
            asked = replace(asked, path="/provider/v1/nothing/here")
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("PRV-AUTH-17")
def a_session_that_has_expired_can_still_fail(patch: Patch) -> None:
    """Only a success has to come within twenty minutes: a late failure answers 204 and counts."""
    real = authorisations.report

    def report(sandbox: Any, caller: Any, authorisation_id: str, told: Any) -> Any:
        found = authorisations._of_provider(sandbox, caller, authorisation_id)
        expired = found.status_at(sandbox.clock.now()) is AuthorisationStatus.EXPIRED
        if not expired or told.status is not ReportedStatus.FAILURE:
            return real(sandbox, caller, authorisation_id, told)
        open_once = replace(found, status=AuthorisationStatus.OPEN)
        return authorisations._end(sandbox, open_once, AuthorisationEvent.FAILED)

    patch.setattr(authorisations, "report", report)


@liar("PRV-AUTH-01")
def a_report_in_chunks_has_no_body(patch: Patch) -> None:
    """As many bytes as `Content-Length` says are read of a report, and none where it is absent."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        chunked = "chunked" in (asked.header("transfer-encoding") or "").lower()
        if chunked and asked.path.startswith(REPORTS):
            asked = replace(asked, body=b"")
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("PRV-AUTH-10")
def an_account_that_works_needs_no_renewal(patch: Patch) -> None:
    """The success of a re-authorisation answers 409 where the account is `active` as it is."""
    real = authorisations._reauthorise

    def reauthorise(sandbox: Any, authorisation: Any, told: Any) -> Any:
        account = sandbox.store.bank_accounts.get(authorisation.bank_account_id or "")
        works = account is not None and account.status is BankAccountStatus.ACTIVE
        if works and told.status is ReportedStatus.SUCCESS and not told.bank_accounts:
            raise Conflict("PRV-AUTH-10", "nothing_to_renew", "The account works as it is.")
        return real(sandbox, authorisation, told)

    patch.setattr(authorisations, "_reauthorise", reauthorise)
