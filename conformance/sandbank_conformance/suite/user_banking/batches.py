"""Deletions by ids, and the bodies that they must not take for a list of ids."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.uploads import Upload, Uploads


@dataclass(frozen=True, slots=True)
class Batch:
    """A deletion by ids that waits for its body."""

    uploader: Uploader
    upload: Upload
    operation_id: str

    @property
    def ids(self) -> list[str]:
        """What it could delete."""
        one = [self.upload.account]
        return one if self.operation_id == "deleteAccounts" else list(self.upload.transactions)

    def send(self, **body: Any) -> Exchange:
        """Call with this body."""
        path = (self.upload.user, self.upload.account)
        ids = path[:1] if self.operation_id == "deleteAccounts" else path
        return self.uploader.call(self.operation_id, *ids, **body)


def digital(made: Uploads, draw: Draw) -> Upload:
    """An account whose ids are digits only, and so could be mistaken for numbers."""
    transactions = [made.transaction_body(draw, transactionId=draw.digits(9)) for _ in range(2)]
    body = made.account_body(draw) | {"accountId": draw.digits(), "transactions": transactions}
    return made.upload(made.user(), body)


Fault = Callable[[list[str]], dict[str, Any]]  # from good ids to what is sent

JSON = {"Content-Type": "application/json"}
CHUNKED = {**JSON, "Transfer-Encoding": "chunked"}

BARE = [
    pytest.param(lambda ids: {"json": ids}, id="the ids alone"),
    pytest.param(lambda _: {"json": []}, id="an empty array"),
    pytest.param(lambda ids: {"json": [{"ids": ids}]}, id="an object in an array"),
]
LOST = [
    pytest.param(lambda _: {}, id="no body"),
    pytest.param(lambda _: {"headers": JSON}, id="no body of type JSON"),
    pytest.param(lambda _: {"headers": CHUNKED, "content": b"0\r\n\r\n"}, id="no body in chunks"),
    pytest.param(
        lambda ids: {"headers": JSON, "content": json.dumps({"ids": ids})[:-2]},
        id="a body that is cut off",
    ),
    pytest.param(lambda _: {"json": None}, id="null"),
    pytest.param(lambda _: {"json": {}}, id="an object without ids"),
    pytest.param(lambda _: {"json": {"ids": []}}, id="no ids"),
    pytest.param(lambda _: {"json": {"ids": None}}, id="null for ids"),
    pytest.param(lambda _: {"json": {"ids": [None]}}, id="null for an id"),
    pytest.param(lambda ids: {"json": {"ids": [int(ids[0])]}}, id="a number"),
    pytest.param(lambda ids: {"json": {"ids": [ids]}}, id="an array in the array"),
    pytest.param(lambda ids: {"json": {"ids": [{"id": ids[0]}]}}, id="an object in the array"),
    pytest.param(lambda _: {"json": {"ids": [True]}}, id="true"),
]
UNCLEAR = [
    pytest.param(lambda ids: {"json": {"ids": ids[0]}}, id="a text for the array"),
    pytest.param(lambda ids: {"json": {"ids": [ids[0], 1]}}, id="a number behind an id"),
    pytest.param(lambda ids: {"json": {"ids": [ids[0], None]}}, id="null behind an id"),
]
NOT_IDS = [
    pytest.param(lambda ids: {"json": {"IDs": ids}}, id="IDs for ids"),
    pytest.param(lambda _: {"json": {"ids": [""]}}, id="an empty id"),
    pytest.param(lambda ids: {"json": {"ids": [ids[0], ""]}}, id="an empty id behind a good one"),
]


def faults(variations: list[Any]) -> list[Fault]:
    """The faults of some variations."""
    return [each.values[0] for each in variations]
