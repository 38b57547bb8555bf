"""How later liars read ids, bodies and paths."""

import re
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.service import (
    deletions,
)
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.calls_again import strictly

Patch = pytest.MonkeyPatch


@liar("UB-DEL-01")
def a_plus_in_the_id_of_an_account_to_delete_is_a_blank(patch: Patch) -> None:
    """The path of a deletion is decoded like a form: `acc+1` looks for `acc 1`, and answers 404."""
    real = deletions.delete_account

    def delete_account(sandbox: Any, caller: Any, path: Any) -> None:
        real(sandbox, caller, replace(path, account_id=path.account_id.replace("+", " ")))

    patch.setattr(deletions, "delete_account", delete_account)


@liar("GEN-04")
def a_comma_after_the_last_item_is_overlooked(patch: Patch) -> None:
    """The parser of the User banking API is a lenient one, and takes `[1,]` for `[1]`."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        is_upload = asked.path.startswith("/user-banking/users") and b"," in asked.body
        if is_upload and strictly(asked.body) is None:
            mended = re.sub(rb",\s{0,20}([\]}])", rb"\1", asked.body)
            if strictly(mended) is not None:
                asked = replace(asked, body=mended)
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("GEN-03")
def what_follows_a_semicolon_in_a_path_is_overlooked(patch: Patch) -> None:
    """Words of a path may have parameters: `/users;v=2` is `/users`."""
    words = ("users", "banking", "accounts", "transactions")

    def bare(segment: str) -> str:
        head, mark, _ = segment.partition(";")
        return head if mark and head in words else segment

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if asked.path.startswith("/user-banking/") and ";" in asked.path:
            path = "/".join(map(bare, asked.path.split("/")))
            asked = asked if path == asked.path else replace(asked, path=path)
        return await forward(asked)

    on_the_wire(patch, wire)
