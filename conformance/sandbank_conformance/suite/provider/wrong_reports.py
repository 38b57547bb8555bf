"""Reports with something wrong in them, each made from a right one."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import smoke
from sandbank_conformance.suite.provider.faults import (
    OTHER_API,
    TWICE,
    WRONG_KEY,
    WRONG_TOKEN,
    Fault,
    Fixture,
)
from sandbank_conformance.suite.provider.reports import Json, onboarded
from sandbank_conformance.suite.provider.slips import (
    FIELDS,
    NO_STATUS,
    NOT_JSON,
    WRONG_VALUES,
    each_of,
)

Slip = Callable[[Fixture, Json], Mapping[str, Any]]  # how a report is sent in place of a right one

Send = Callable[[Slip, str, Json], Exchange | None]  # of a report about a session


def sent_with(
    fixture: Fixture, provider: Provider, slip: Slip, session: str, right: Json
) -> Exchange | None:
    """The answer to a report with a slip; None where the target lacks what the slip needs."""
    try:
        options = slip(fixture, right)
    except NotTestable:
        return None
    return provider.call("reportAuthorisation", session, **options)


def _header(fault: Fault) -> Slip:
    return lambda fixture, right: {"json": right, "headers": fault(fixture)}


def _declared(media_type: str | None) -> Slip:
    return lambda _, right: {"json": right, "headers": {"Content-Type": media_type}}


def _accounts(value: Any) -> Slip:
    return lambda _, right: {"json": {"data": {**right["data"], "bankAccounts": value}}}


def _status(members: Json) -> Slip:
    return lambda _, right: {"json": {"data": {**_without(right["data"], "status"), **members}}}


def _second_account(change: Callable[[Json], Json]) -> Slip:
    """The right account and a wrong one."""

    def slip(_: Fixture, right: Json) -> Json:
        whole = right["data"]["bankAccounts"][0]
        return {"json": onboarded(whole, change(whole))}

    return slip


def _lacking(name: str) -> Slip:
    return _second_account(lambda whole: _without(whole, name))


def _holding(name: str, value: Any) -> Slip:
    return _second_account(lambda whole: {**whole, name: value})


def _without(value: Json, name: str) -> Json:
    return {key: each for key, each in value.items() if key != name}


NO_ACCOUNTS: tuple[Any, ...] = ([], None, [None], {})
_WHOLE = dict.fromkeys(FIELDS, "text")
ACCOUNTS: tuple[Any, ...] = ([_WHOLE], [_WHOLE] * 2, [{}])
_NO_STATUS = [_status(each) for each in NO_STATUS]
_OF_ANOTHER_TYPE = [_declared(each) for each in each_of(NOT_JSON)]

OF_ONBOARDINGS = [
    pytest.param([_header(each) for each in each_of(WRONG_KEY)], id="wrong keys"),
    pytest.param(
        [_header(each) for each in each_of([*WRONG_TOKEN, *OTHER_API])], id="wrong tokens"
    ),
    pytest.param([_header(each) for each in each_of(TWICE)], id="credentials that come twice"),
    pytest.param(_OF_ANOTHER_TYPE, id="other media types"),
    pytest.param(_NO_STATUS, id="no status of the two"),
    pytest.param([_accounts(each) for each in NO_ACCOUNTS], id="no accounts"),
    pytest.param(
        [
            *map(_lacking, FIELDS),
            *(_holding("accountName", each) for each in each_of(WRONG_VALUES)),
        ],
        id="a wrong account beside a right one",
        marks=smoke,
    ),
]
OF_RENEWALS = [
    pytest.param(
        [_header(each) for each in each_of([WRONG_KEY[0], *WRONG_TOKEN[2:3], *TWICE[:2]])],
        id="wrong credentials",
    ),
    pytest.param(_OF_ANOTHER_TYPE[:3], id="other media types"),
    pytest.param(_NO_STATUS, id="no status of the two"),
    pytest.param([_accounts(each) for each in ACCOUNTS], id="accounts"),
]
