"""How several liars take statements otherwise than the real server does."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from sandbank_server.adapters import world_rules
from sandbank_server.api import provider, requests, schemas
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.api.responses import encode
from sandbank_server.domain import statement_faults
from sandbank_server.domain.bank_accounts import BankAccountEvent
from sandbank_server.domain.refusals import Malformed, Refusal, Violation
from sandbank_server.domain.statement_faults import Fault
from sandbank_server.domain.statements import NewStatement, Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import processing, statements
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked
from zoo.liars.calls_again import strictly
from zoo.liars.excuses import after_refusals, retry
from zoo.liars.retelling import at

Patch = pytest.MonkeyPatch
Data = dict[str, Any]  # what a statement brings as its `data`

POSTS = at("POST", "/provider/v1/statements")
STATEMENTS = "/provider/v1/statements"
OPERATIONS = frozenset({"postStatement", "getStatement"})


def data_in(body: bytes) -> Data:
    """The `data` of a statement, as the real server reads it; empty where there is none."""
    value = strictly(body)
    data = value.get("data") if isinstance(value, dict) else None
    return data if isinstance(data, dict) else {}


def objects(data: Data, name: str) -> list[Data]:
    """The objects in a list of a statement; empty where it is no list of objects."""
    found = data.get(name)
    good = isinstance(found, list) and all(isinstance(each, dict) for each in found)
    return found if good and isinstance(found, list) else []


def with_data(asked: Asked, data: Data) -> Asked:
    """The same call with other data."""
    return replace(asked, body=encode({"data": data}))


def mend(patch: Patch, mended: Callable[[Data], Data | None]) -> None:
    """Takes statements that answer 400 with other data; None leaves the refusal."""

    def other(asked: Asked, answered: Answered) -> Asked | None:
        if not POSTS(asked) or answered.status != 400:
            return None
        data = mended(data_in(asked.body))
        return with_data(asked, data) if data is not None else None

    retry(patch, other)


def mend_transactions(patch: Patch, mended: Callable[[Data], Data]) -> None:
    """Takes statements that answer 400 with other transactions."""

    def other(data: Data) -> Data | None:
        sent = objects(data, "transactionDetails")
        others = [mended(each) for each in sent]
        return {**data, "transactionDetails": others} if others != sent else None

    mend(patch, other)


def loosen(patch: Patch, change: Callable[[Data], Data]) -> None:
    """Judges statements by another schema: each part of the real one is changed."""
    build, plain = requests.RequestBody.__init__, schemas.as_json_schema

    def loose(schema: Any) -> Any:
        return plain(change(schema) if isinstance(schema, dict) else schema)

    def init(self: requests.RequestBody, operation_id: str, described: Any) -> None:
        with pytest.MonkeyPatch.context() as meanwhile:
            if operation_id == "postStatement":
                meanwhile.setattr(schemas, "as_json_schema", loose)
            build(self, operation_id, described)

    patch.setattr(requests.RequestBody, "__init__", init)


def parse(patch: Patch, change: Callable[[Data, NewStatement], NewStatement]) -> None:
    """Reads a statement of the right form otherwise than it stands there."""
    real = provider.parse_statement
    patch.setattr(provider, "parse_statement", lambda body: change(body["data"], real(body)))


def judge(
    patch: Patch, change: Callable[[NewStatement, list[Fault], datetime], Iterable[Fault]]
) -> None:
    """Finds other faults in a statement than there are."""
    real = statement_faults.faults

    def faults(statement: NewStatement, now: datetime) -> Iterable[Fault]:
        return change(statement, [*real(statement, now)], now)

    patch.setattr(statement_faults, "faults", faults)


def overlook(patch: Patch, places: str) -> None:
    """Overlooks faults of statements by a pattern of their places."""
    judge(
        patch,
        lambda _statement, found, _now: [
            each for each in found if not re.fullmatch(places, each[1].pointer)
        ],
    )


def refuse(patch: Patch, rule: str, place: str, wrong: Callable[[NewStatement], object]) -> None:
    """Finds a fault in statements that have none."""

    def more(statement: NewStatement, found: list[Fault], _now: datetime) -> list[Fault]:
        fault = (rule, Violation(place, "will not do"))
        return [*found, fault] if wrong(statement) else found

    judge(patch, more)


def begin(patch: Patch, change: Callable[[Sandbox, Statement], Statement]) -> None:
    """Processes another statement in the place of one that was found right."""
    real = processing.begin
    patch.setattr(
        processing, "begin", lambda sandbox, statement: real(sandbox, change(sandbox, statement))
    )


def hold(patch: Patch, change: Callable[[BankTransaction], BankTransaction]) -> None:
    """Keeps transactions otherwise than they came."""

    def changed(_: Sandbox, statement: Statement) -> Statement:
        return replace(statement, transactions=tuple(map(change, statement.transactions)))

    begin(patch, changed)


def move(
    patch: Patch, change: Callable[[Statement, BankAccountEvent | None], BankAccountEvent | None]
) -> None:
    """Makes something else happen to the account of a statement."""
    real = Statement.account_event.fget  # type: ignore[attr-defined]
    patch.setattr(Statement, "account_event", property(lambda self: change(self, real(self))))


def after_refused(
    patch: Patch, then: Callable[[Sandbox, Any, Refusal, NewStatement], None]
) -> None:
    """Does something once a statement of the right form was refused, its caller known."""

    def do(endpoint: Endpoint, request: Request, raw: bytes, refusal: Refusal) -> None:
        if endpoint._operation_id != "postStatement" or endpoint._body is None:
            return
        with suppress(Refusal):
            caller = endpoint._credentials.check(request.headers)
            new = provider.parse_statement(endpoint._body.parse(raw, request.headers))
            sandbox = endpoint._pipeline.sandbox
            with sandbox.store.unit_of_work():
                then(sandbox, caller, refusal, new)

    after_refusals(patch, do)


def is_malformed(refusal: Refusal) -> bool:
    """Whether a statement was found wrong in itself."""
    return isinstance(refusal, Malformed)


def post_anyway(sandbox: Sandbox, caller: Any, new: NewStatement) -> None:
    """Process what is left of a refused statement, unless that is refused as well."""
    with suppress(Refusal):
        statements.post(sandbox, caller, new)


def take_repetitions_back(patch: Patch) -> None:
    """A world in which transactions share a uniqueId can be exported and loaded again."""
    unique = tuple(each for each in world_rules._UNIQUE if "uniqueId" not in each.subject)
    patch.setattr(world_rules, "_UNIQUE", unique)
