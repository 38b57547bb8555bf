"""Liars about deletions by `ids` that name something unknown, or something twice."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeVar

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Refusal, Unknown, named
from sandbank_server.service import deletions
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import AccountPath
from zoo.animals import liar
from zoo.liars.excuses import after_refusals

V = TypeVar("V")
Ids = Sequence[str]


@liar("UB-DEL-08")
def passes_over_ids_that_it_does_not_know(patch: pytest.MonkeyPatch) -> None:
    """A batch is carried out for the ids that are known, if there are any."""
    real = deletions.all_known

    def deviating(
        requirement: str, things: str, done: str, found: Mapping[str, V | None]
    ) -> dict[str, V]:
        known = {each: value for each, value in found.items() if value is not None}
        return known or real(requirement, things, done, found)

    patch.setattr(deletions, "all_known", deviating)


@liar("GEN-02", "UB-DEL-08")
def deletes_what_it_knows_before_it_refuses(patch: pytest.MonkeyPatch) -> None:
    """A batch with an unknown id answers 404, but its other transactions are gone by then."""

    def then(endpoint: Endpoint, request: Request, raw: bytes, refusal: Refusal) -> None:
        of_ids = endpoint._operation_id == "deleteTransactions" and isinstance(refusal, Unknown)
        if not of_ids or refusal.requirement != "UB-DEL-08":
            return
        table = endpoint._pipeline.sandbox.store.upload_transactions
        path = request.scope["path_params"]
        for each in json.loads(raw)["ids"]:
            key = upload_transaction_key(path["user-id"], path["account-id"], each)
            found = table.get(key)
            if found is not None and not found.fetched:
                table.remove(key)

    after_refusals(patch, then)


@liar("UB-DEL-08")
def an_id_that_comes_twice_is_unknown_the_second_time(patch: pytest.MonkeyPatch) -> None:
    """A batch of transactions that names one twice answers 404."""
    real = deletions.delete_transactions

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: AccountPath, ids: Ids) -> None:
        real(sandbox, caller, path, ids)
        if len(set(ids)) < len(ids):
            raise Unknown("UB-DEL-08", "not_found", f"Not found: {named(ids)}.")

    patch.setattr(deletions, "delete_transactions", deviating)


@liar("UB-DEL-08")
def does_not_say_which_ids_are_wrong(patch: pytest.MonkeyPatch) -> None:
    """A batch with an unknown id is refused without a name."""

    def then(_endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        if refusal.requirement == "UB-DEL-08" and isinstance(refusal, Unknown):
            refusal.detail = "Something was not found."

    after_refusals(patch, then)
