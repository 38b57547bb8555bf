"""How other stacks answer: other frameworks, other gateways, the same behaviour."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from sandbank_server.adapters.ids import SeededIds
from sandbank_server.api import consumer, consumer_present
from sandbank_server.service import (
    rules,
    transactions,
)
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant

Patch = pytest.MonkeyPatch


Change = Callable[[Asked, Answered], Answered]


def _ours(asked: Asked) -> bool:
    return asked.path.startswith(("/consumer/", "/provider/", "/api/"))


def _consumers(asked: Asked) -> bool:
    return asked.path.startswith(("/consumer/", "/api/"))


def _answering(patch: Patch, change: Change) -> None:
    """Changes what the Consumer and Provider APIs answer."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        return change(asked, answered) if _ours(asked) else answered

    on_the_wire(patch, wire)


@variant()
def answers_travel_in_chunks_without_a_length(patch: Patch) -> None:
    """Transfer-Encoding: chunked in place of Content-Length."""
    _answering(patch, lambda _, answered: answered.with_header("content-length", None))


@variant()
def answers_are_packed_with_gzip_where_the_caller_takes_it(patch: Patch) -> None:
    """A reverse proxy packs what has a body, with Vary: Accept-Encoding."""

    def change(asked: Asked, answered: Answered) -> Answered:
        if not answered.body or "gzip" not in (asked.header("accept-encoding") or ""):
            return answered
        packed = answered.with_body(gzip.compress(answered.body))
        return packed.with_header("content-encoding", "gzip").with_header("vary", "Accept-Encoding")

    _answering(patch, change)


@variant()
def a_gateway_adds_its_headers(patch: Patch) -> None:
    """Request ids, cookies, caching and security headers on every answer."""
    added = {
        "x-request-id": "5e0f7d2c",
        "x-azure-ref": "0ZZZ",
        "set-cookie": "AWSALB=abc; Path=/; HttpOnly",
        "strict-transport-security": "max-age=31536000",
        "cache-control": "no-cache, no-store, must-revalidate",
        "server": "envoy",
        "x-envoy-upstream-service-time": "12",
        "link": "</docs>; rel=help",
    }

    def change(_: Asked, answered: Answered) -> Answered:
        for name, value in added.items():
            answered = answered.with_header(name, value)
        return answered

    _answering(patch, change)


@variant()
def json_is_pretty_and_its_members_stand_in_alphabetical_order(patch: Patch) -> None:
    """Indented JSON with sorted members, escaped beyond ASCII, a line feed at its end."""

    def change(_: Asked, answered: Answered) -> Answered:
        if "json" not in (answered.header("content-type") or "") or not answered.body:
            return answered
        text = json.dumps(json.loads(answered.body), indent=2, sort_keys=True)
        return answered.with_body(f"{text}\r\n".encode())

    _answering(patch, change)


@variant()
def times_have_microseconds_and_an_offset(patch: Patch) -> None:
    """`2026-01-31T09:30:00.000000+00:00` in place of `2026-01-31T09:30:00Z`."""
    time = re.compile(rb'("date(?:Posted|UserInitiated)":"[0-9-]+T[0-9:]+)Z"')

    def change(_: Asked, answered: Answered) -> Answered:
        if not answered.body:
            return answered
        return answered.with_body(time.sub(rb'\g<1>.000000+00:00"', answered.body))

    _answering(patch, change)


@variant()
def new_ids_are_whole_numbers(patch: Patch) -> None:
    """Ids are texts of digits: 4700001, 4700002, …"""
    numbers = count(4_700_001)
    patch.setattr(SeededIds, "new", lambda _: str(next(numbers)))


@variant()
def new_ids_are_very_long(patch: Patch) -> None:
    """Ids carry region and tenant, in all unreserved characters, and are 190 characters long."""
    real = SeededIds.new
    patch.setattr(SeededIds, "new", lambda self: f"eu-west.1~acc_{real(self)}".ljust(190, "x"))


@variant("CON-TX-01")
def pages_are_of_different_sizes(patch: Patch) -> None:
    """A page ends where its shard ends: 40 transactions, or 9 where startIndex is even."""
    real = transactions.page

    def page(sandbox: Any, caller: Any, path: Any, asked: Any) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(transactions, "PAGE_SIZE", 9 if asked.start_index % 2 == 0 else 40)
            return real(sandbox, caller, path, asked)

    def without_last(given: Any) -> Any:
        body = consumer_present.present_transactions(given)
        body["bankTransactionList"].pop("last", None)
        return body

    patch.setattr(transactions, "page", page)
    patch.setattr(consumer, "present_transactions", without_last)


@variant()
def next_is_there_until_a_page_is_empty(patch: Patch) -> None:
    """Whether there is more is not known, so the last full page has a `next` that leads to none."""

    def page(given: Any) -> Any:
        body = consumer_present.present_transactions(given)
        listed, account = body["bankTransactionList"], body["bankAccount"]
        if given.transactions and "next" not in listed:
            ended = given.asked.end_index
            more = "" if ended is None else f"&endIndex={ended}"
            ids = (given.account.company_id, account["bankAccountId"])
            listed["next"] = (
                f"/consumer/v1/{ids[0]}/bankaccounts/{ids[1]}/transactions"
                f"?startIndex={given.end_index + 1}{more}"
            )
        return body

    patch.setattr(consumer, "present_transactions", page)


@variant()
def a_gateway_refuses_credentials_without_a_body(patch: Patch) -> None:
    """401 and 403 of the Consumer API come from a gateway: no body, WWW-Authenticate on both."""

    def change(asked: Asked, answered: Answered) -> Answered:
        if not _consumers(asked) or answered.status not in (401, 403):
            return answered
        bare = answered.with_body(b"").with_header("content-type", None)
        return bare.with_header("www-authenticate", 'Bearer error="invalid_token"')

    _answering(patch, change)


@variant("GEN-03")
def an_unknown_path_or_method_answers_404_in_html(patch: Patch) -> None:
    """A proxy in front knows the routes and answers all else with its own page."""

    def change(asked: Asked, answered: Answered) -> Answered:
        unknown = answered.header("sandbank-requirement") == "GEN-03"
        if not unknown or asked.method in ("HEAD", "OPTIONS"):
            return answered
        page = b"<html><head><title>404 Not Found</title></head><body>nginx</body></html>"
        html = replace(answered, status=404).with_body(page).with_header("allow", None)
        return html.with_header("content-type", "text/html")

    _answering(patch, change)


@variant("CON-OFF-11")
def rules_of_a_disconnected_account_can_be_renamed(patch: Patch) -> None:
    """PATCH of a disconnected rule is taken; the rule stays `disconnected`."""

    def change(sandbox: Any, caller: Any, path: Any, rule_id: str, change: Any) -> Any:
        rule = rules.get(sandbox, caller, path, rule_id)
        return rules._kept(sandbox, rule.changed(change))

    patch.setattr(rules, "change", change)
