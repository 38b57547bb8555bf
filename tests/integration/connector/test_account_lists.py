"""What a connector lists, and that nothing comes of a list that is none."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from integration.connector.little_provider import (
    Behaviour,
    LittleProvider,
    answers,
    closes,
    goes_on_for_ever,
    says,
)

from sandbank_server.adapters import account_lists
from sandbank_server.adapters.account_lists import MOST_ACCOUNTS, AccountLists
from sandbank_server.adapters.destinations import Destinations
from sandbank_server.adapters.outbound import Outbound
from sandbank_server.domain.candidates import AvailableAccount
from sandbank_server.service.connector_port import Enquiry

LISTED = {
    "accountType": "savings",
    "accountName": "Réserve",
    "externalId": "ext-21",
    "bankIdentifier": "customer-1",
    "accountIdentifier": "acct-21",
    "branchIdentifier": "n/a",
}
KNOWN = AvailableAccount(
    external_id="ext-21",
    account_name="Réserve",
    bank_identifier="customer-1",
    account_identifier="acct-21",
    branch_identifier="n/a",
    account_type="savings",
)


def lists(listed: Any) -> Behaviour:
    return answers(200, json.dumps(listed).encode(), **{"content-type": "application/json"})


WRONG: dict[str, Behaviour] = {
    "an object": lists({"accounts": [LISTED]}),
    "an account without a name": lists([{**LISTED, "accountName": None}]),
    "a blank id": lists([{**LISTED, "externalId": " "}]),
    "another type": lists([{**LISTED, "accountType": "gold"}]),
    "one of two that is none": lists([LISTED, {}]),
    "half a character": answers(200, b'["\\ud800"]'),
    "half a character in an account": lists([{**LISTED, "accountName": "\ud800"}]),
    "no JSON": answers(200, b"<html>"),
    "no UTF-8": answers(200, b'["\xff"]'),
    "nothing": answers(200),
    "deep nesting": answers(200, b"[" * 100_000),
    "cut short": says(b"HTTP/1.1 200 Ok\r\ncontent-length: 99\r\n\r\n[]"),
    "another 2xx": answers(204),
    "a refusal": answers(401, b"[]"),
    "a redirect": answers(302, b"[]", location="/"),
    "an error": answers(500, b"[]"),
    "a body without end": goes_on_for_ever,
    "no answer": closes,
}


def asked(url: str, external_id: str = "ext-1") -> Sequence[AvailableAccount]:
    lists = AccountLists(Outbound(Destinations(loopback=True)))
    enquiry = Enquiry(url=url, headers={"X-Key": "key"}, external_id=external_id)
    return asyncio.run(lists.listed(enquiry))


def test_accounts_are_listed_as_the_provider_names_them(little: LittleProvider) -> None:
    little.behave = lists([LISTED, {**LISTED, "colour": "red"}])

    assert list(asked(little.url)) == [KNOWN, KNOWN]


@pytest.mark.parametrize(
    ("path", "target"),
    [("", "/?externalId="), ("/a", "/a?externalId="), ("/a?b=c", "/a?b=c&externalId=")],
)
def test_the_account_is_named_in_the_query(little: LittleProvider, path: str, target: str) -> None:
    asked(little.url + path, "ext 1&é")

    came = little.next()
    assert (came.method, came.target) == ("GET", f"{target}ext%201%26%C3%A9")
    assert came.headers["x-key"] == "key"


@pytest.mark.parametrize("how", WRONG)
def test_nothing_comes_of_what_is_no_list(little: LittleProvider, how: str) -> None:
    little.behave = WRONG[how]

    assert list(asked(little.url)) == []


@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_nothing_comes_of_what_takes_too_long(
    little: LittleProvider, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_lists, "PATIENCE", 0.2)
    little.behave = getattr(little, how)

    assert list(asked(little.url)) == []


def test_nothing_comes_from_where_nobody_may_be_called() -> None:
    assert list(asked("http://192.0.2.1/")) == []


def test_of_a_long_list_a_part_is_looked_at(little: LittleProvider) -> None:
    little.behave = lists([LISTED] * (MOST_ACCOUNTS + 1))

    assert len(asked(little.url)) == MOST_ACCOUNTS
