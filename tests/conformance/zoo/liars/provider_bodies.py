"""Liars about the accounts that a report brings: which ones are taken, and which are refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from zoo.animals import Answered, Asked, liar
from zoo.liars.excuses import REPORTS, data_of, refuse_reports, retry
from zoo.liars.retelling import retell


def _accounts(body: bytes) -> list[dict[str, Any]]:
    given = data_of(body).get("bankAccounts")
    return given if isinstance(given, list) and all(isinstance(it, dict) for it in given) else []


def _retry_with(patch: pytest.MonkeyPatch, mended: Callable[[dict[str, Any]], Any]) -> None:
    def mend(asked: Asked, answered: Answered) -> Asked | None:
        accounts = _accounts(asked.body)
        others = [mended(each) for each in accounts]
        if not REPORTS(asked) or answered.status != 400 or others == accounts:
            return None
        body = json.loads(asked.body)
        body["data"]["bankAccounts"] = others
        return replace(asked, body=json.dumps(body).encode())

    retry(patch, mend)


@liar("PRV-AUTH-16")
def an_account_needs_no_name(patch: pytest.MonkeyPatch) -> None:
    """An account without `accountName` is taken under its identifier."""
    _retry_with(patch, lambda each: {"accountName": each.get("accountIdentifier"), **each})


@liar("PRV-AUTH-16")
def takes_numbers_for_texts(patch: pytest.MonkeyPatch) -> None:
    """A field that holds a number is taken as the text of it."""
    _retry_with(patch, lambda it: {k: str(v) if isinstance(v, int) else v for k, v in it.items()})


@liar("GEN-04", "PRV-AUTH-16")
def names_the_first_fault_only(patch: pytest.MonkeyPatch) -> None:
    """Of several fields that are wrong the answer names one."""

    def told(answered: Answered) -> Answered:
        if answered.status != 400:
            return answered
        body = json.loads(answered.body)
        body["errors"] = body.get("errors", [])[:1]
        return answered.with_body(json.dumps(body).encode())

    retell(patch, REPORTS, told)


_FIELDS = {
    "bankAccountExternalId",
    "accountName",
    "bankIdentifier",
    "branchIdentifier",
    "accountIdentifier",
}


def _refuse(patch: pytest.MonkeyPatch, meant: Callable[[list[dict[str, Any]]], bool]) -> None:
    refuse_reports(patch, "_onboard", lambda data: meant(data.get("bankAccounts", [])))


@liar("PRV-AUTH-16")
def knows_every_field_there_can_be(patch: pytest.MonkeyPatch) -> None:
    """A field of an account that is not known answers 400."""
    _refuse(patch, lambda accounts: any(set(it) - _FIELDS for it in accounts))


@liar("PRV-AUTH-14")
def a_report_is_of_one_bank_identifier(patch: pytest.MonkeyPatch) -> None:
    """Accounts with different `bankIdentifier`s in one report answer 400."""
    _refuse(patch, lambda accounts: len({it["bankIdentifier"] for it in accounts}) > 1)


@liar("PRV-AUTH-15")
def a_branch_is_a_number(patch: pytest.MonkeyPatch) -> None:
    """A `branchIdentifier` of "n/a" answers 400."""
    _refuse(patch, lambda accounts: any(it["branchIdentifier"] == "n/a" for it in accounts))
