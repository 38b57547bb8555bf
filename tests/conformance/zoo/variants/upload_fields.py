"""Other choices about the fields of uploaded data."""

import json
from dataclasses import replace

import pytest

from sandbank_server.api import user_banking_parse_fields
from sandbank_server.domain import days
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import body_of, is_upload, retold


@variant("UB-UP-05")
def an_account_may_be_of_no_type(patch: pytest.MonkeyPatch) -> None:
    """An uploaded account without `type` is a current account."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        uploads = asked.method == "POST" and is_upload(asked)
        body = body_of(asked) if uploads and asked.path.endswith("/accounts") else None
        items = body if isinstance(body, list) else [body]
        if any(isinstance(each, dict) and "type" not in each for each in items):
            for each in items:
                if isinstance(each, dict):
                    each.setdefault("type", "GIRO")
            asked = replace(asked, body=json.dumps(body).encode())
        return await forward(asked)

    on_the_wire(patch, wire)


@variant("UB-UP-05", "GEN-09")
def days_are_written_as_moments(patch: pytest.MonkeyPatch) -> None:
    """A `bookingDate` or `valueDate` is answered as the first moment of its day."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        if not is_upload(asked) or answered.status not in (200, 201):
            return answered
        body = json.loads(answered.body)
        for each in body.get("data", []) if isinstance(body, dict) else body:
            for name in ("bookingDate", "valueDate"):
                if name in each:
                    each[name] += "T00:00:00Z"
        return answered.with_body(json.dumps(body).encode())

    retold(patch, apply)


@variant("UB-UP-05", "UB-UP-03")
def valuta_dates_are_not_read(patch: pytest.MonkeyPatch) -> None:
    """`valutaDate` is a field that nobody knows."""
    patch.delitem(user_banking_parse_fields.TRANSACTION_DAYS, "valutaDate")


@variant("UB-UP-05")
def days_are_not_read_from_seconds(patch: pytest.MonkeyPatch) -> None:
    """A date in Unix seconds answers 400."""
    real = days.day
    patch.setattr(days, "day", lambda sent: real(sent) if isinstance(sent, str) else None)
