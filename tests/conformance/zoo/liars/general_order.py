"""Servers that judge in another order, or answer methods that no document has."""

import json
import re
from dataclasses import replace

import pytest

from sandbank_server.api.requests import media_type
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import of_accounts, problem

CONSUMER = re.compile(r"/(consumer|api)/v1/")


@liar("GEN-08")
def answers_head_like_get(patch: pytest.MonkeyPatch) -> None:
    """HEAD is answered wherever GET is, without the body."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if asked.method != "HEAD" or not CONSUMER.match(asked.path):
            return await forward(asked)
        answered = await forward(replace(asked, method="GET"))
        return await forward(asked) if answered.status == 405 else replace(answered, body=b"")

    on_the_wire(patch, wire)


@liar("GEN-08")
def tells_its_options(patch: pytest.MonkeyPatch) -> None:
    """OPTIONS answers 204 and the methods that the path has."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if asked.method != "OPTIONS" or answered.status != 405:
            return answered
        return Answered(
            status=204, headers=((b"allow", (answered.header("allow") or "").encode()),)
        )

    on_the_wire(patch, wire)


@liar("GEN-07")
def reads_the_body_before_the_token(patch: pytest.MonkeyPatch) -> None:
    """A body that is no JSON answers 400, though the token is wrong as well."""
    with_body = of_accounts("POST|PUT|PATCH", ".*")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if with_body(asked) and answered.status in (401, 403) and not _is_json(asked.body):
            return problem(400, "The body is no JSON.")
        return answered

    on_the_wire(patch, wire)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


@liar("GEN-07")
def looks_for_the_account_before_it_reads_the_body(patch: pytest.MonkeyPatch) -> None:
    """A rule with a wrong body for a bank account that is not there answers 404."""
    account = re.compile(r"(.*/bankaccounts/[^/]+)/rules(/[^/]+)?")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        found = account.fullmatch(asked.path)
        if answered.status == 400 and asked.method in ("POST", "PUT", "PATCH") and found:
            read = await forward(replace(asked, method="GET", path=found[1], query=b"", body=b""))
            return read if read.status == 404 else answered
        return answered

    on_the_wire(patch, wire)


@liar("GEN-07")
def reads_the_content_type_before_the_token(patch: pytest.MonkeyPatch) -> None:
    """A body that is not JSON by its `Content-Type` answers 415, whoever sends it."""
    creation = of_accounts("POST", ".*")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        odd = media_type({"content-type": (asked.header("content-type") or "",)}) is None
        refused = creation(asked) and answered.status in (401, 403)
        return problem(415) if refused and odd else answered

    on_the_wire(patch, wire)
