"""Deletions by ids, and the bodies that they must not take for a list of ids."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.suite.user_banking.rows import Acts, Row
from sandbank_conformance.uploads import Upload, Uploads

# Which of four accounts, or transactions, are to be deleted.
named_of_four = pytest.mark.parametrize(
    "named",
    [
        pytest.param([3], id="the last"),
        pytest.param([2, 0], id="two of four"),
        pytest.param([0, 3, 1], id="three of four"),
        pytest.param([0, 1, 2, 3], id="all"),
    ],
)

Fault = Callable[[list[str]], dict[str, Any]]  # from good ids to what is sent


@dataclass(frozen=True, slots=True)
class Batch:
    """One of the two deletions by ids, which waits for its body."""

    uploader: Uploader
    made: Uploads
    draw: Draw
    operation_id: str

    @property
    def is_of_accounts(self) -> bool:
        """Whether it deletes accounts, and not transactions."""
        return self.operation_id == "deleteAccounts"

    def account(self) -> Upload:
        """An account whose ids are digits only, and so could be mistaken for numbers."""
        body = self.made.account_body(self.draw) | {"accountId": self.draw.digits()}
        body["transactions"] = [
            self.made.transaction_body(self.draw, transactionId=self.draw.digits(9))
            for _ in range(2)
        ]
        return self.made.upload(self.made.user(), body)

    def ids(self, upload: Upload) -> list[str]:
        """What it could delete of an account."""
        return [upload.account] if self.is_of_accounts else list(upload.transactions)

    def send(self, upload: Upload, **body: Any) -> Exchange:
        """Call with this body."""
        path = (upload.user, upload.account)
        ids = path[:1] if self.is_of_accounts else path
        return self.uploader.call(self.operation_id, *ids, **body)

    def with_each(self, faults: Mapping[str, Fault]) -> Acts[Upload]:
        """The calls with each of these bodies in place of good ids."""
        return {name: partial(self._spoilt, fault) for name, fault in faults.items()}

    def _spoilt(self, fault: Fault, upload: Upload) -> Exchange:
        return self.send(upload, **fault(self.ids(upload)))

    def ensure_none_deletes(self, faults: Mapping[str, Fault]) -> dict[str, Exchange]:
        """Nothing is deleted by any of these bodies; the answers to them."""
        return Row(keeper=self.uploader, make=self.account).ensure_kept(self.with_each(faults))


JSON = {"Content-Type": "application/json"}
CHUNKED = {**JSON, "Transfer-Encoding": "chunked"}

BARE: dict[str, Fault] = {
    "the ids alone": lambda ids: {"json": ids},
    "an empty array": lambda _: {"json": []},
    "an object in an array": lambda ids: {"json": [{"ids": ids}]},
}
LOST: dict[str, Fault] = {
    "no body": lambda _: {},
    "no body of type JSON": lambda _: {"headers": JSON},
    "no body in chunks": lambda _: {"headers": CHUNKED, "content": b"0\r\n\r\n"},
    "a body that is cut off": lambda ids: {
        "headers": JSON,
        "content": json.dumps({"ids": ids})[:-2],
    },
    "an object without ids": lambda _: {"json": {}},
    "no ids": lambda _: {"json": {"ids": []}},
    "null for ids": lambda _: {"json": {"ids": None}},
    "null for an id": lambda _: {"json": {"ids": [None]}},
    "a number": lambda ids: {"json": {"ids": [int(ids[0])]}},
    "an array in the array": lambda ids: {"json": {"ids": [ids]}},
    "an object in the array": lambda ids: {"json": {"ids": [{"id": ids[0]}]}},
    "true": lambda _: {"json": {"ids": [True]}},
}
PLAINLY_LOST = {
    each: LOST[each]
    for each in ("no body", "an object without ids", "no ids", "null for ids", "null for an id")
}
NULL: dict[str, Fault] = {"null": lambda _: {"json": None}}
UNCLEAR: dict[str, Fault] = {
    "a text for the array": lambda ids: {"json": {"ids": ids[0]}},
    "an object for the array": lambda ids: {"json": {"ids": {ids[0]: True}}},
    "a number behind an id": lambda ids: {"json": {"ids": [ids[0], 1]}},
    "null behind an id": lambda ids: {"json": {"ids": [ids[0], None]}},
    "null before an id": lambda ids: {"json": {"ids": [None, ids[0]]}},
}
NOT_IDS: dict[str, Fault] = {
    "IDs for ids": lambda ids: {"json": {"IDs": ids}},
    "an empty id": lambda _: {"json": {"ids": [""]}},
    "an empty id behind a good one": lambda ids: {"json": {"ids": [ids[0], ""]}},
}
ALMOST_ALL: dict[str, Fault] = {
    "*": lambda _: {"json": {"ids": ["*"]}},
    "all": lambda _: {"json": {"ids": ["all"]}},
    "%": lambda _: {"json": {"ids": ["%"]}},
    "a joker for its end": lambda ids: {"json": {"ids": [f"{ids[0][:-1]}*", f"{ids[0][:-1]}%"]}},
    "a joker for each letter": lambda ids: {"json": {"ids": ["_" * len(each) for each in ids]}},
    "a pattern": lambda ids: {"json": {"ids": [".*", "." * len(ids[0]), f"^{ids[0]}$"]}},
    "the beginning of an id": lambda ids: {"json": {"ids": [ids[0][:-1]]}},
    "ids with a comma": lambda ids: {"json": {"ids": [",".join([*ids, *ids])]}},
    "ids with a comma and a blank": lambda ids: {"json": {"ids": [", ".join([*ids, *ids])]}},
    "ids with a semicolon": lambda ids: {"json": {"ids": [";".join([*ids, *ids])]}},
    "ids with a blank": lambda ids: {"json": {"ids": [" ".join([*ids, *ids])]}},
    "ids with a bar": lambda ids: {"json": {"ids": ["|".join([*ids, *ids])]}},
    "ids in quotes": lambda ids: {"json": {"ids": [f'"{each}"' for each in ids]}},
}
