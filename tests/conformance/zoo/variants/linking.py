"""Other choices about sessions that a product begins, and about the routes it polls."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest

from sandbank_server.api import consumer_linking, consumer_linking_present
from sandbank_server.domain import poll_routes
from sandbank_server.domain.poll_routes import PollRoute
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import codes_answer, rules_answer

Patch = pytest.MonkeyPatch

RULE = "CON-LINK-01"


@variant("CON-LINK-01")
def a_used_poll_route_answers_404(patch: Patch) -> None:
    """A poll route that was used is like one that nobody ever got."""
    codes_answer(patch, 404, RULE, "poll_route_used", "poll_route_expired")


@variant("CON-LINK-01")
def a_used_poll_route_answers_409(patch: Patch) -> None:
    """A poll route that was used answers 409."""
    codes_answer(patch, 409, RULE, "poll_route_used")


@variant("CON-LINK-01")
def a_used_poll_route_answers_403(patch: Patch) -> None:
    """A poll route that was used, or that the caller never got, answers 403."""
    rules_answer(patch, 403, RULE)


@variant("CON-LINK-01")
def every_wrong_poll_route_answers_410(patch: Patch) -> None:
    """A poll route that nobody got answers 410 as well."""
    codes_answer(patch, 410, RULE, "unknown_poll_route")


@variant("CON-LINK-01")
def poll_routes_do_not_expire(patch: Patch) -> None:
    """A poll route waits for its poll however long that takes."""
    patch.setattr(PollRoute, "has_expired", lambda _self, _now: False)


@variant()
def polls_are_asked_for_often(patch: Patch) -> None:
    """A product is to poll twice a second."""
    patch.setattr(consumer_linking_present, "PERIOD", 500)
    patch.setattr(poll_routes, "PERIOD", 500)


def _routes(
    patch: Patch, show: Callable[[str, Asked], str], read: Callable[[str], str] = str
) -> None:
    """Poll routes look different; `read` makes of the last segment what it stands for."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        before, _, name = asked.path.rpartition("/")
        polls = before.endswith("/polls")
        if polls:
            asked = replace(asked, path=f"{before}/{read(name)}")
        answered = await forward(asked)
        if not (polls or "/indirect" in asked.path) or answered.status not in (202, 302):
            return answered
        body = json.loads(answered.body)
        told = {**body, "pollRoute": show(body["pollRoute"], asked)}
        return answered.with_body(json.dumps(told).encode())

    on_the_wire(patch, wire)


@variant()
def poll_routes_are_whole_addresses(patch: Patch) -> None:
    """A poll route has scheme and host."""
    _routes(patch, lambda route, asked: f"http://{asked.header('host')}{route}")


@variant()
def poll_routes_have_a_query(patch: Patch) -> None:
    """A poll route ends in a query that nobody needs to understand."""
    _routes(patch, lambda route, _: f"{route}?web=true&v=2")


@variant()
def poll_routes_are_one_long_word(patch: Patch) -> None:
    """What is polled is named by a word in hexadecimal digits."""

    def show(route: str, _: Asked) -> str:
        before, _, name = route.rpartition("/")
        return f"{before}/x{unquote(name).encode().hex()}"

    def read(name: str) -> str:
        digits = re.fullmatch("x((?:[0-9a-f]{2})+)", name)
        return bytes.fromhex(digits[1]).decode(errors="replace") if digits else name

    _routes(patch, show, read)


@variant()
def polls_take_their_time(patch: Patch) -> None:
    """The answer to a poll, and to what begins a session, comes a fifth of a second later."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if "/polls/" in asked.path or "/indirect" in asked.path:
            await asyncio.sleep(0.2)
        return await forward(asked)

    on_the_wire(patch, wire)


@variant()
def the_end_of_a_session_tells_more(patch: Patch) -> None:
    """What a poll tells at the end has members that no document names."""
    real = consumer_linking.present_poll_end

    def present(polled: Any) -> dict[str, Any]:
        told = real(polled)
        if told["account"]:
            told["account"] |= {"currency": "GBP", "balance": None}
        return {"statusText": "done", **told}

    patch.setattr(consumer_linking, "present_poll_end", present)


@variant("GEN-09")
def a_session_without_an_account_says_no_more(patch: Patch) -> None:
    """At the end of a session without an account a poll says `success: false` alone."""
    real = consumer_linking.present_poll_end

    def present(polled: Any) -> dict[str, Any]:
        told = real(polled)
        return told if told["success"] else {"success": False}

    patch.setattr(consumer_linking, "present_poll_end", present)
