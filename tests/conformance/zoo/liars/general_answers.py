"""Servers whose answers are not what their documents describe."""

from dataclasses import replace
from typing import Any

import pytest

from zoo.animals import Answered, liar
from zoo.liars.retelling import of_accounts, retell, retold

ONE_ACCOUNT, RULES = "/[^/]+", "/[^/]+/rules"


@liar("GEN-09")
def leaves_out_what_it_does_not_know(patch: pytest.MonkeyPatch) -> None:
    """A bank account comes without the members that are null."""

    def known(account: Any) -> Any:
        return {name: value for name, value in account.items() if value is not None}

    retell(patch, of_accounts("GET", ONE_ACCOUNT), retold(known))


@liar("GEN-09")
def wraps_its_lists(patch: pytest.MonkeyPatch) -> None:
    """The list of rules is an object that holds it."""
    wrapped = retold(lambda listed: {"rules": listed})
    retell(patch, of_accounts("GET", RULES), wrapped)


@liar("GEN-09")
def calls_its_json_a_text(patch: pytest.MonkeyPatch) -> None:
    """Bank accounts are `text/plain`."""

    def tell(answered: Answered) -> Answered:
        good = answered.status == 200
        return answered.with_header("content-type", "text/plain") if good else answered

    retell(patch, of_accounts("GET", f"({ONE_ACCOUNT})?"), tell)


@liar("GEN-09")
def writes_transaction_ids_as_texts(patch: pytest.MonkeyPatch) -> None:
    """The last transaction id of a bank account is a string."""

    def quoted(account: Any) -> Any:
        return {**account, "lastTransactionId": str(account["lastTransactionId"])}

    retell(patch, of_accounts("GET", ONE_ACCOUNT), retold(quoted))


@liar("GEN-09")
def does_not_say_that_it_created_a_rule(patch: pytest.MonkeyPatch) -> None:
    """A new rule answers 200."""

    def tell(answered: Answered) -> Answered:
        return replace(answered, status=200) if answered.status == 201 else answered

    retell(patch, of_accounts("POST", RULES), tell)
