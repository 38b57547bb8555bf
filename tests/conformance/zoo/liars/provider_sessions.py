"""Liars about sessions: how often, how long and by whom they are reported."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.authorisations import Authorisation, Report
from sandbank_server.domain.authorisations import AuthorisationStatus as Status
from sandbank_server.domain.refusals import Forbidden, Malformed, Refusal
from sandbank_server.service import authorisations
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.excuses import REPORTS, after_refusals

_USED = (Status.GRANTED, Status.COMPLETED, Status.FAILED)


@liar("PRV-AUTH-17")
def a_session_can_be_reported_again(patch: pytest.MonkeyPatch) -> None:
    """A report of a session that has been used takes the place of the first one."""
    real = authorisations._of_provider

    def deviating(sandbox: Sandbox, caller: ProviderCaller, authorisation_id: str) -> Authorisation:
        found = real(sandbox, caller, authorisation_id)
        return replace(found, status=Status.OPEN) if found.status in _USED else found

    patch.setattr(authorisations, "_of_provider", deviating)


@liar("PRV-AUTH-17")
def takes_a_report_that_repeats_the_first(patch: pytest.MonkeyPatch) -> None:
    """The same report again answers 204, as a retry would want it."""
    real, told_of = authorisations.report, dict[str, Report]()

    def deviating(
        sandbox: Sandbox, caller: ProviderCaller, authorisation_id: str, told: Report
    ) -> Authorisation:
        found = authorisations._of_provider(sandbox, caller, authorisation_id)
        if found.status in _USED and told_of.get(authorisation_id) == told:
            return found
        told_of[authorisation_id] = told
        return real(sandbox, caller, authorisation_id, told)

    patch.setattr(authorisations, "report", deviating)


@liar("PRV-AUTH-17")
def a_session_never_expires(patch: pytest.MonkeyPatch) -> None:
    """A session that was not used within twenty minutes can still be reported."""
    real = authorisations._judge_open

    def deviating(sandbox: Sandbox, authorisation: Authorisation) -> None:
        if authorisation.status is not Status.OPEN:
            real(sandbox, authorisation)

    patch.setattr(authorisations, "_judge_open", deviating)


@liar("GEN-02", "PRV-AUTH-17")
def a_second_report_spoils_the_first(patch: pytest.MonkeyPatch) -> None:
    """A later report answers 409, but the session has failed by then."""

    def then(endpoint: Endpoint, request: Request, _raw: bytes, refusal: Refusal) -> None:
        if refusal.code == "authorisation_used":
            _spoil(endpoint, request)

    after_refusals(patch, then)


def _spoil(endpoint: Endpoint, request: Request) -> None:
    table = endpoint._pipeline.sandbox.store.authorisations
    session = table.get(request.scope["path_params"].get("authorisationId", ""))
    if session is not None:
        table.put(replace(session, status=Status.FAILED, granted=()))


@liar("PRV-AUTH-17")
def both_of_two_reports_at_once_count(patch: pytest.MonkeyPatch) -> None:
    """Of two reports that come while neither is answered, both answer 204."""
    under_way: Counter[str] = Counter()
    taken: set[str] = set()

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if not REPORTS(asked):
            return await forward(asked)
        place = f"{asked.path}?{asked.query.decode()}"
        under_way[place] += 1
        await asyncio.sleep(0.05)
        answered = await forward(asked)
        if answered.status == 204:
            taken.add(place)
        elif b'"authorisation_used"' in answered.body and place in taken:
            answered = Answered(status=204)
        under_way[place] -= 1
        if not under_way[place]:
            taken.discard(place)
        return answered

    on_the_wire(patch, wire)


@liar("GEN-02")
def a_broken_body_uses_the_session_up(patch: pytest.MonkeyPatch) -> None:
    """A report whose body is refused leaves a session that has failed."""

    def then(endpoint: Endpoint, request: Request, _raw: bytes, refusal: Refusal) -> None:
        if endpoint._operation_id == "reportAuthorisation" and isinstance(refusal, Malformed):
            _spoil(endpoint, request)

    after_refusals(patch, then)


@liar("GEN-05", "PRV-AUTH-18")
def takes_reports_of_other_providers_sessions(patch: pytest.MonkeyPatch) -> None:
    """Whoever knows the id of a session can report it."""
    real = authorisations._of_provider

    def deviating(sandbox: Sandbox, caller: ProviderCaller, authorisation_id: str) -> Authorisation:
        found = sandbox.store.authorisations.get(authorisation_id)
        return found or real(sandbox, caller, authorisation_id)

    patch.setattr(authorisations, "_of_provider", deviating)


def _is_anothers(refusal: Refusal) -> bool:
    return refusal.code == "unknown_authorisation" and refusal.truth == "PRV-AUTH-18"


@liar("GEN-05", "PRV-AUTH-18")
def forbids_other_providers_sessions(patch: pytest.MonkeyPatch) -> None:
    """The session of another provider answers 403, an unknown one 409."""

    def then(_endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        if _is_anothers(refusal):
            detail = "The session is not yours."
            raise Forbidden(refusal.requirement, "forbidden", detail, truth=refusal.truth)

    after_refusals(patch, then)


@liar("GEN-05", "PRV-AUTH-18")
def says_whose_session_it_is_not(patch: pytest.MonkeyPatch) -> None:
    """The session of another provider answers 409 like an unknown one, in other words."""

    def then(_endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        if _is_anothers(refusal):
            refusal.detail = "This authorisationId is not right: the session is not yours."

    after_refusals(patch, then)


@liar("GEN-05", "PRV-AUTH-18")
def judges_the_state_of_a_session_before_its_owner(patch: pytest.MonkeyPatch) -> None:
    """That the session of another provider has been used is told to whoever asks."""
    real = authorisations._of_provider

    def deviating(sandbox: Sandbox, caller: ProviderCaller, authorisation_id: str) -> Authorisation:
        found = sandbox.store.authorisations.get(authorisation_id)
        if found is not None:
            authorisations._judge_open(sandbox, found)
        return real(sandbox, caller, authorisation_id)

    patch.setattr(authorisations, "_of_provider", deviating)


@liar("GEN-02", "GEN-05")
def uses_up_the_session_of_another_provider(patch: pytest.MonkeyPatch) -> None:
    """The session of another provider answers 409 like an unknown one, but has failed by then."""

    def then(endpoint: Endpoint, request: Request, _raw: bytes, refusal: Refusal) -> None:
        if _is_anothers(refusal):
            _spoil(endpoint, request)

    after_refusals(patch, then)
