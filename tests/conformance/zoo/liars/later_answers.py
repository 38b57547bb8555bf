"""How later liars answer: paths, methods, statuses, amounts, lists."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.adapters.indexed_table import IndexedTable
from sandbank_server.api.calls import nothing
from sandbank_server.api.consumer_rules import ConsumerRules
from sandbank_server.api.responses import encode
from sandbank_server.service import (
    upload_changes,
)
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.calls_again import strictly

Patch = pytest.MonkeyPatch


REPORTS = "/provider/v1/authorisations"


def _made(status: int, kind: str, body: bytes) -> Answered:
    headers = ((b"content-type", kind.encode()), (b"content-length", str(len(body)).encode()))
    return Answered(status=status, headers=headers, body=body)


@liar("GEN-09")
def an_account_without_rules_has_no_content(patch: Patch) -> None:
    """A list of rules that is empty answers 204 without a body."""
    real = ConsumerRules.list_rules

    async def list_rules(self: Any, call: Any) -> Any:
        answer = await real(self, call)
        return answer if answer.body else nothing()

    patch.setattr(ConsumerRules, "list_rules", list_rules)


@liar("GEN-03")
def a_path_that_ends_in_json_is_the_path_without_it(patch: Patch) -> None:
    """The framework takes `.json` at the end of a path for the wish for a format."""
    lists = ("banks", "bankaccounts", "transactions", "rules", "organisations")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        bare = asked.path.removesuffix(".json")
        if bare.startswith("/consumer/v1/") and bare.rsplit("/", 1)[1] in lists:
            asked = replace(asked, path=bare)
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("GEN-03")
def a_trace_is_answered_with_what_was_sent(patch: Patch) -> None:
    """TRACE answers 200 on every path of the Consumer API with the head of the call."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if asked.method != "TRACE" or not asked.path.startswith("/consumer/v1/"):
            return await forward(asked)
        lines = [name + b": " + value for name, value in asked.headers]
        return _made(200, "message/http", b"\r\n".join([b"TRACE", *lines, b""]))

    on_the_wire(patch, wire)


@liar("PRV-AUTH-19")
def the_status_of_a_report_counts_in_any_case(patch: Patch) -> None:
    """`SUCCESS` and `Failure` in a report are as good as the words in small letters."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        body = strictly(asked.body) if asked.path.startswith(REPORTS) else None
        data = body.get("data") if isinstance(body, dict) else None
        status = data.get("status") if isinstance(data, dict) else None
        if (
            isinstance(status, str)
            and status.lower() in ("success", "failure")
            and status != status.lower()
        ):
            data["status"] = status.lower()
            asked = replace(asked, body=encode(body))
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("GEN-06")
def a_change_to_an_amount_of_zero_is_overlooked(patch: Patch) -> None:
    """PATCH takes an amount over if it is true, and 0 is not: the old amount stays."""
    real = upload_changes.change_transactions

    def without_zero(change: Any) -> Any:
        if change.changes.get("amount") != 0:
            return change
        rest = {name: value for name, value in change.changes.items() if name != "amount"}
        return replace(change, changes=rest)

    def change_transactions(sandbox: Any, caller: Any, path: Any, changes: Any) -> Any:
        return real(sandbox, caller, path, [without_zero(each) for each in changes])

    patch.setattr(upload_changes, "change_transactions", change_transactions)


@liar("UB-READ-03")
def a_changed_booking_date_leaves_a_transaction_in_its_old_place(patch: Patch) -> None:
    """The index of days, which lists and filters use, is written at an upload only."""
    swap = IndexedTable._swap

    def stale(self: Any, key: str, old: Any, new: Any) -> None:
        if self.shape.name == "uploadTransactions" and old is not None and changing:
            new.entries = old.entries
        swap(self, key, old, new)

    real = upload_changes.change_transactions
    changing: list[bool] = []

    def change_transactions(sandbox: Any, caller: Any, path: Any, changes: Any) -> Any:
        changing.append(True)
        try:
            return real(sandbox, caller, path, changes)
        finally:
            changing.clear()

    patch.setattr(IndexedTable, "_swap", stale)
    patch.setattr(upload_changes, "change_transactions", change_transactions)
