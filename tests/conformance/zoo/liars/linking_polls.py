"""Servers whose poll routes work otherwise than once each, or for others than who began."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call, refused
from sandbank_server.api.consumer_linking import ConsumerLinking
from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.poll_routes import PollRoute, read_poll_id
from sandbank_server.domain.refusals import Forbidden, Gone, Unknown
from sandbank_server.service import polling
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.polling import Polled, PollPath
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.general_crashes import CRASH
from zoo.liars.retelling import of_consumer, retell

Patch = pytest.MonkeyPatch

POLLS = of_consumer("GET", "[^/]+/polls/[^/]+")


@liar("CON-LINK-01")
def a_poll_route_works_as_often_as_it_is_asked(patch: Patch) -> None:
    """A poll route that was used answers again, how things stand by then."""
    patch.setattr(PollRoute, "is_used", lambda _self, _number: False)


@liar("CON-LINK-01")
def every_poll_names_the_route_it_came_by(patch: Patch) -> None:
    """A session has one poll route, which works until the end was told."""
    patch.setattr(PollRoute, "next", lambda self, now: replace(self, given_at=now))


@liar("CON-LINK-01")
def the_end_can_be_read_again(patch: Patch) -> None:
    """The route that told the end of a session tells it as often as it is asked."""
    patch.setattr(PollRoute, "ended", lambda self: self)


@liar("CON-LINK-01")
def a_poll_route_lives_for_ever(patch: Patch) -> None:
    """A poll route works though nobody has asked for it for days."""
    patch.setattr(PollRoute, "has_expired", lambda _self, _now: False)


@liar("CON-LINK-01")
def a_poll_names_no_next_route(patch: Patch) -> None:
    """While a session is under way a poll tells the period, and not where to ask next."""
    real = ConsumerLinking.poll_session

    async def poll(self: ConsumerLinking, call: Call[ProductCaller]) -> Answer:
        answer = await real(self, call)
        if answer.status == 202:
            answer.body["pollRoute"] = ""
        return answer

    patch.setattr(ConsumerLinking, "poll_session", poll)


def _of_anybody(
    patch: Patch, fits: Callable[[Authorisation, PollRoute, ProductCaller], bool]
) -> None:
    """Routes of others are judged as if whoever fits had got them."""
    real = polling._of_route

    def of_route(
        sandbox: Sandbox, caller: ProductCaller, path: PollPath, now: datetime
    ) -> tuple[Authorisation, PollRoute]:
        authorisation_id, number = read_poll_id(path.poll_id) or ("", 0)
        found = sandbox.store.authorisations.get(authorisation_id)
        route = found.poll_route if found else None
        if found is None or route is None or number > route.number:
            return real(sandbox, caller, path, now)
        polling.reach.company(caller, path)
        if not fits(found, route, caller):
            return real(sandbox, caller, path, now)
        polling._judge(route, number, now)
        return found, route

    patch.setattr(polling, "_of_route", of_route)


@liar("CON-LINK-01", "GEN-05")
def a_poll_route_answers_every_company(patch: Patch) -> None:
    """Whoever knows a poll route may ask by it, under its own company."""
    _of_anybody(
        patch, lambda _session, route, caller: route.application_id == caller.application_id
    )


@liar("CON-LINK-01", "GEN-05")
def a_poll_route_answers_every_application(patch: Patch) -> None:
    """Another application of the company may ask by the poll route that one got."""
    _of_anybody(patch, lambda session, _, caller: session.company_id == caller.company_id)


def _strangers(patch: Patch, refuse: Callable[[Unknown], Exception]) -> None:
    real = polling.poll

    def poll(*what: Any) -> Polled:
        try:
            return real(*what)
        except Unknown as refusal:
            raise (refuse(refusal) if refusal.truth == "GEN-05" else refusal) from None

    patch.setattr(polling, "poll", poll)


@liar("CON-LINK-01", "GEN-05")
def forbids_the_poll_routes_of_others(patch: Patch) -> None:
    """A poll route that somebody else got answers 403, one that nobody got 404."""
    _strangers(patch, lambda it: Forbidden(it.requirement, "forbidden", it.detail, truth=it.truth))


@liar("CON-LINK-01", "GEN-05")
def says_that_a_poll_route_of_others_is_gone(patch: Patch) -> None:
    """A poll route that somebody else got answers 410, one that nobody got 404."""
    _strangers(patch, lambda it: Gone(it.requirement, it.code, it.detail, truth=it.truth))


@liar("GEN-02", "GEN-05")
def a_poll_by_somebody_else_uses_the_route_up(patch: Patch) -> None:
    """A poll route answers 404 to those who did not get it, and does not work from then on."""
    real = ConsumerLinking.poll_session

    async def poll(self: ConsumerLinking, call: Call[ProductCaller]) -> Answer:
        try:
            return await real(self, call)
        except Unknown as refusal:
            authorisation_id, _ = read_poll_id(call.path["pollId"]) or ("", 0)
            table = self._sandbox.store.authorisations
            found = table.get(authorisation_id)
            if refusal.truth == "GEN-05" and found and found.poll_route:
                later = found.poll_route.next(self._sandbox.clock.now())
                table.put(replace(found, poll_route=later))
            return refused(refusal)

    patch.setattr(ConsumerLinking, "poll_session", poll)


@liar("CON-LINK-01", "GEN-01")
def falls_over_a_poll_route_that_was_used(patch: Patch) -> None:
    """A poll route that was used answers 500."""
    retell(patch, POLLS, lambda told: CRASH if told.status == 410 else told)
