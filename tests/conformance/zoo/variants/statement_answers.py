"""Other choices about how statements are answered, and when they are processed."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import provider, provider_present
from sandbank_server.api.calls import Answer, created, ok
from sandbank_server.domain.statements import Statement
from sandbank_server.service import processing
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.records import StatementProcessing
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant

Patch = pytest.MonkeyPatch

STATEMENTS = "/provider/v1/statements"


@variant("GEN-09")
def a_new_statement_answers_200(patch: Patch) -> None:
    """A statement that is taken answers 200."""
    patch.setattr(provider, "accepted", ok)


@variant("GEN-09")
def a_new_statement_answers_201(patch: Patch) -> None:
    """A statement that is taken answers 201 and its place."""

    def answer(body: Any) -> Answer:
        place = f"/provider/v1/statements/{body['data']['_id']}"
        return replace(created(body), headers={"Location": place})

    patch.setattr(provider, "accepted", answer)


@variant()
def statements_take_their_time(patch: Patch) -> None:
    """The answer to a statement, and to a question for it, comes a fifth of a second later."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if asked.path.startswith("/provider/v1/statements"):
            await asyncio.sleep(0.2)
        return await forward(asked)

    on_the_wire(patch, wire)


def _processing(patch: Patch, how: StatementProcessing) -> None:
    """What the sandbox does with statements while its owner has not said otherwise."""
    real = processing.begin

    def begin(sandbox: Sandbox, statement: Statement) -> Statement:
        said = sandbox.store.settings
        if said.statement_processing != StatementProcessing():
            return real(sandbox, statement)
        sandbox.store.change_settings(replace(said, statement_processing=how))
        begun = real(sandbox, statement)
        sandbox.store.change_settings(said)
        return begun

    patch.setattr(processing, "begin", begin)


@variant("PRV-STMT-12")
def a_statement_is_processed_when_it_was_asked_for_twice(patch: Patch) -> None:
    """A statement is `processing` until its provider has asked for it two times."""
    _processing(patch, StatementProcessing(after_reads=2))


@variant()
def statements_tell_more(patch: Patch) -> None:
    """What is told of a statement has members that no document names."""
    real = provider_present.present_statement

    def present(statement: Statement) -> dict[str, Any]:
        told = real(statement)
        told["data"] |= {"progress": 1.0, "bankAccountId": statement.bank_account_id}
        return {**told, "meta": {"version": 2}}

    patch.setattr(provider, "present_statement", present)


@variant("GEN-09")
def a_statement_has_errors_only_when_it_failed(patch: Patch) -> None:
    """A statement that is well has no member `errors`."""
    real = provider_present.present_statement

    def present(statement: Statement) -> dict[str, Any]:
        told = real(statement)
        if not statement.errors:
            del told["data"]["errors"]
        return told

    patch.setattr(provider, "present_statement", present)


@variant("GEN-09", "PRV-STMT-12")
def a_statement_is_done(patch: Patch) -> None:
    """A statement is `done` once it was processed, and `open` before."""
    words = {"completed": "done", "processing": "open"}
    real = provider_present.present_statement

    def present(statement: Statement) -> dict[str, Any]:
        told = real(statement)
        status = told["data"]["status"]
        return {"data": {**told["data"], "status": words.get(status, status)}}

    patch.setattr(provider, "present_statement", present)


@variant()
def the_ids_of_statements_need_care_in_a_path(patch: Patch) -> None:
    """The `_id` of a new statement holds a plus, a dot and a tilde."""
    ids: dict[str, str] = {}

    async def wire(asked: Asked, forward: Forward) -> Answered:
        tail = asked.path.removeprefix(f"{STATEMENTS}/")
        if tail in ids:
            asked = replace(asked, path=f"{STATEMENTS}/{ids[tail]}")
        answered = await forward(asked)
        if asked.path != STATEMENTS or answered.status != 202:
            return answered
        [_, _, known] = answered.body.decode().partition('"_id":"')
        known = known.partition('"')[0]
        shown = f"st+{len(ids)}.a~b"
        ids[shown] = known
        return answered.with_body(answered.body.replace(known.encode(), shown.encode()))

    on_the_wire(patch, wire)
