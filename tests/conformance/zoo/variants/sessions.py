"""Other choices about how often, when and where a session is reported."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sandbank_server.api import provider
from sandbank_server.api.calls import Json
from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationEvent,
    AuthorisationStatus,
    Report,
    ReportedStatus,
)
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.service import authorisations, session_openings
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import REPORTS, is_report, rules_answer

PLAIN = re.compile(r"[A-Za-z0-9._~-]{1,200}")
FIELDS = {
    "bankAccountExternalId",
    "accountName",
    "bankIdentifier",
    "branchIdentifier",
    "accountIdentifier",
}


@variant("PRV-AUTH-19")
def only_successes_are_reported(patch: pytest.MonkeyPatch) -> None:
    """A report of a `failure` answers 400: a session that fails just lapses."""
    real = provider.parse_report

    def parse(body: Json) -> Report:
        told = real(body)
        if told.status is ReportedStatus.FAILURE:
            violation = Violation("/data/status", "must be success")
            raise Malformed("PRV-AUTH-19", violations=(violation,))
        return told

    patch.setattr(provider, "parse_report", parse)


@variant("PRV-AUTH-19", "PRV-AUTH-17")
def a_failed_session_can_be_tried_again(patch: pytest.MonkeyPatch) -> None:
    """A failure is noted, and the session stays open for another attempt."""
    real = authorisations._end

    def end(sandbox: Sandbox, session: Authorisation, event: AuthorisationEvent) -> Authorisation:
        return session if event is AuthorisationEvent.FAILED else real(sandbox, session, event)

    patch.setattr(authorisations, "_end", end)


@variant("PRV-AUTH-17")
def an_identical_retry_succeeds(patch: pytest.MonkeyPatch) -> None:
    """A report that is repeated word for word by its sender answers 204 and does nothing."""
    taken: dict[tuple[str | None, str, bytes], bytes] = {}

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if not is_report(asked):
            return answered
        report = (asked.header("x-api-key"), asked.path, asked.query)
        if answered.status == 204:
            taken[report] = asked.body
        used = answered.status == 409 and b'"authorisation_used"' in answered.body
        return Answered(status=204) if used and taken.get(report) == asked.body else answered

    on_the_wire(patch, wire)


@variant("PRV-AUTH-17")
def the_last_report_before_the_choice_counts(patch: pytest.MonkeyPatch) -> None:
    """An onboarding may be reported anew within its time, until the user has chosen."""
    real = authorisations._of_provider

    def of_provider(*asked: Any) -> Authorisation:
        session = real(*asked)
        if session.status is not AuthorisationStatus.GRANTED:
            return session
        return replace(session, status=AuthorisationStatus.OPEN, granted=())

    patch.setattr(authorisations, "_of_provider", of_provider)


@variant("PRV-AUTH-17")
def a_used_session_answers_410(patch: pytest.MonkeyPatch) -> None:
    """The report of a session that was used or has expired answers 410."""
    rules_answer(patch, 410, "PRV-AUTH-17")


@variant("PRV-AUTH-17", "CTL-06")
def sessions_live_an_hour(patch: pytest.MonkeyPatch) -> None:
    """A session that begins lives for an hour."""
    patch.setattr(session_openings, "LIFETIME", timedelta(hours=1))


@variant("PRV-AUTH-21")
def the_id_is_in_the_path_only(patch: pytest.MonkeyPatch) -> None:
    """`PATCH /authorisations` is no operation: 404, whatever the query says."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if is_report(asked) and asked.path == REPORTS:
            asked = replace(asked, path=f"{REPORTS}-by-query")
        return await forward(asked)

    on_the_wire(patch, wire)


@variant("PRV-AUTH-21")
def a_missing_authorisation_id_answers_400(patch: pytest.MonkeyPatch) -> None:
    """A query without one `authorisationId` answers 400."""
    rules_answer(patch, 400, "PRV-AUTH-21")
