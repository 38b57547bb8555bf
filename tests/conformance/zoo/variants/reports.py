"""Other choices about what a report of a session may say."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import provider
from sandbank_server.api.calls import Json
from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationEvent,
    Report,
    ReportedStatus,
)
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.service import authorisations
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import REPORTS, body_of, is_report, refused_otherwise

PLAIN = re.compile(r"[A-Za-z0-9._~-]{1,200}")
FIELDS = {
    "bankAccountExternalId",
    "accountName",
    "bankIdentifier",
    "branchIdentifier",
    "accountIdentifier",
}


@variant("PRV-AUTH-02")
def ids_of_other_characters_answer_404(patch: pytest.MonkeyPatch) -> None:
    """An authorisation id that could never be one, by its characters or length, answers 404."""

    def strange(asked: Asked, answered: Answered) -> bool:
        id_ = asked.path.removeprefix(f"{REPORTS}/")
        long_path = is_report(asked) and asked.path != REPORTS
        return long_path and answered.status == 409 and not PLAIN.fullmatch(id_)

    refused_otherwise(patch, 404, strange)


@variant("PRV-AUTH-09")
def an_onboarding_may_bring_no_account(patch: pytest.MonkeyPatch) -> None:
    """An onboarding that succeeded without accounts is taken, and offers none."""
    real = authorisations._onboard

    def onboard(sandbox: Sandbox, session: Authorisation, told: Report) -> Authorisation:
        if told.status is ReportedStatus.SUCCESS and not told.bank_accounts:
            return authorisations._end(sandbox, session, AuthorisationEvent.GRANTED)
        return real(sandbox, session, told)

    patch.setattr(authorisations, "_onboard", onboard)


@variant("PRV-AUTH-11")
def accounts_of_a_reauthorisation_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    """A re-authorisation that is reported with accounts is taken as if it had none."""
    real = authorisations._reauthorise

    def reauthorise(sandbox: Sandbox, session: Authorisation, told: Report) -> Authorisation:
        return real(sandbox, session, replace(told, bank_accounts=()))

    patch.setattr(authorisations, "_reauthorise", reauthorise)


@variant("PRV-AUTH-16")
def a_report_may_have_no_other_fields(patch: pytest.MonkeyPatch) -> None:
    """An account with a field that is not known answers 400."""

    def judge(accounts: list[Json]) -> None:
        if any(set(each) - FIELDS for each in accounts):
            raise _malformed("PRV-AUTH-16", "/data/bankAccounts", "has unknown fields")

    _judge_accounts(patch, judge)


@variant("PRV-AUTH-16")
def a_report_may_name_an_account_only_once(patch: pytest.MonkeyPatch) -> None:
    """An account that comes twice in one report answers 400."""

    def judge(accounts: list[Json]) -> None:
        numbers = [(each["bankIdentifier"], each["accountIdentifier"]) for each in accounts]
        if len(set(numbers)) < len(numbers):
            raise _malformed("PRV-AUTH-16", "/data/bankAccounts", "names an account twice")

    _judge_accounts(patch, judge)


def _judge_accounts(patch: pytest.MonkeyPatch, judge: Callable[[list[Json]], None]) -> None:
    real = provider.parse_report

    def parse(body: Json) -> Report:
        judge(body["data"].get("bankAccounts", []))
        return real(body)

    patch.setattr(provider, "parse_report", parse)


def _malformed(rule: str, pointer: str, message: str) -> Malformed:
    return Malformed(rule, violations=(Violation(pointer, message),))


@variant("PRV-AUTH-16")
def an_account_may_be_without_branch_and_name(patch: pytest.MonkeyPatch) -> None:
    """A granted account needs neither `branchIdentifier` nor `accountName`."""

    def mend(data: dict[str, Any]) -> None:
        accounts = data.get("bankAccounts")
        for each in accounts if isinstance(accounts, list) else ():
            if isinstance(each, dict):
                each.setdefault("branchIdentifier", "n/a")
                each.setdefault("accountName", "unnamed")

    _mend_reports(patch, mend)


@variant("PRV-AUTH-16", "GEN-04")
def null_is_no_accounts(patch: pytest.MonkeyPatch) -> None:
    """`bankAccounts` that are null count as absent."""

    def mend(data: dict[str, Any]) -> None:
        if data.get("bankAccounts", ()) is None:
            del data["bankAccounts"]

    _mend_reports(patch, mend)


@variant("PRV-AUTH-19")
def failures_have_other_names_too(patch: pytest.MonkeyPatch) -> None:
    """`cancelled` and `error` are taken as other words for `failure`."""

    def mend(data: dict[str, Any]) -> None:
        if data.get("status") in ("cancelled", "error"):
            data["status"] = "failure"

    _mend_reports(patch, mend)


def _mend_reports(patch: pytest.MonkeyPatch, mend: Callable[[dict[str, Any]], None]) -> None:
    async def wire(asked: Asked, forward: Forward) -> Answered:
        body = body_of(asked) if is_report(asked) else None
        data = body.get("data") if isinstance(body, dict) else None
        if isinstance(data, dict):
            mend(data)
            if body != body_of(asked):  # else the bytes stay as they were sent
                asked = replace(asked, body=json.dumps(body).encode())
        return await forward(asked)

    on_the_wire(patch, wire)
