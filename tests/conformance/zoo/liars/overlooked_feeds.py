"""Servers of the Consumer and Provider APIs whose mistakes an earlier suite overlooked."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call, refused
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.provider_security import ProviderCredentials
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import (
    bank_accounts,
    notifications,
    offboarding,
    reach,
)
from sandbank_server.service.keys import real_key
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire

Patch = pytest.MonkeyPatch


@liar("CON-OFF-03")
def a_rule_that_was_read_before_is_active_after_the_disconnection(patch: Patch) -> None:
    """A single rule is cached until it is changed; the disconnection does not count as a change."""
    cached: dict[str, bytes] = {}

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if asked.method != "GET" and ("/rules" in asked.path or "/_sandbox" in asked.path):
            cached.clear()
        if asked.method != "GET" or "/rules/" not in asked.path or answered.status != 200:
            return answered
        return answered.with_body(cached.setdefault(asked.path, answered.body))

    on_the_wire(patch, wire)


@liar("CON-OFF-05")
def a_second_disconnection_at_a_bank_is_taken_for_a_repetition(patch: Patch) -> None:
    """Events are told apart by type and bank, so only the first disconnection of a bank is sent."""

    def told(sandbox: Any, before: Any) -> bool:
        return any(
            each.event.type == "resourceDeleted"
            and each.event.additional_data.bank_id == before.bank_id
            for each in sandbox.store.notifications.all()
        )

    _not_telling(patch, told)


def _not_telling(patch: Patch, silent: Any) -> None:
    real, real_record = offboarding.disconnect, notifications.record_for_bank

    def disconnect(sandbox: Any, caller: Any, path: Any) -> Any:
        before = reach.bank_account(sandbox, caller, path)
        with pytest.MonkeyPatch.context() as inner:
            mute = silent(sandbox, before)
            record = (lambda *_: None) if mute else real_record
            inner.setattr(notifications, "record_for_bank", record)
            return real(sandbox, caller, path)

    patch.setattr(offboarding, "disconnect", disconnect)


@liar("GEN-02")
def connecting_a_connected_account_answers_409_but_renames_it(patch: Patch) -> None:
    """The details sent for a connected account are stored, and then 409 is answered."""
    real = ConsumerApi.create_bank_account

    async def create(self: Any, call: Call[Any]) -> Answer:
        try:
            return await real(self, call)
        except Conflict as refusal:
            body, table = call.body, self._sandbox.store.bank_accounts
            ids = (body["bankId"], body["bankIdentifier"], body["accountIdentifier"])
            for account in table.find("real", real_key(call.caller.company_id, *ids)):
                if account.is_connected and "accountName" in body:
                    table.put(replace(account, account_name=body["accountName"]))
            return refused(refusal)

    patch.setattr(ConsumerApi, "create_bank_account", create)


def _remembering(patch: Patch, question: Any) -> list[Any]:
    """What a question says of the call that is judged just now; nothing is awaited in between."""
    real, answer = Endpoint._judge_and_do, [None]

    async def judge(self: Any, request: Any, raw: bytes) -> Answer:
        answer[0] = question(self, request)
        return await real(self, request, raw)

    patch.setattr(Endpoint, "_judge_and_do", judge)
    return answer


@liar("CON-OFF-08")
def the_organisation_in_a_long_path_is_not_looked_at(patch: Patch) -> None:
    """On `/api/v1/organisations/{organisationId}/companies/…` only the company is compared."""
    real = reach.company
    patch.setattr(
        reach, "company", lambda caller, path: real(caller, replace(path, organisation_id=None))
    )


@liar("GEN-05")
def the_list_shows_cancelled_accounts_of_every_company(patch: Patch) -> None:
    """`company = ? and connected or cancelled`: the brackets are missing in the list's query."""
    real = bank_accounts.listed

    def listed(sandbox: Any, caller: Any, path: Any) -> Any:
        own = real(sandbox, caller, path)
        others = (each for each in sandbox.store.bank_accounts.all() if each not in own)
        return [*own, *(each for each in others if not each.is_connected)]

    patch.setattr(bank_accounts, "listed", listed)


@liar("GEN-05", "CON-OFF-07")
def another_companys_cancelled_account_answers_409_to_delete(patch: Patch) -> None:
    """DELETE judges the account's state before it asks whose the account is."""
    real = offboarding.disconnect

    def disconnect(sandbox: Any, caller: Any, path: Any) -> Any:
        reach.company(caller, path)
        account = sandbox.store.bank_accounts.get(path.bank_account_id)
        if account and not account.is_connected:
            raise Conflict("CON-OFF-07", "bank_account_cancelled", "It is disconnected already.")
        return real(sandbox, caller, path)

    patch.setattr(offboarding, "disconnect", disconnect)


@liar("PRV-AUTH-13")
def only_the_oldest_connection_of_a_real_account_is_looked_at(patch: Patch) -> None:
    """Once the first connection is cancelled, the real account can be connected twice."""
    _connections(patch, lambda found: [each.is_connected for each in found[:1]])


def _connections(patch: Patch, counted: Any) -> None:
    def has_connection(sandbox: Any, company_id: str, new: Any) -> bool:
        key = real_key(company_id, new.bank_id, new.bank_identifier, new.account_identifier)
        return any(counted(sandbox.store.bank_accounts.find("real", key)))

    patch.setattr(bank_accounts, "has_connection", has_connection)


@liar("PRV-AUTH-04", "PRV-AUTH-21")
def with_the_id_in_the_query_key_and_token_may_be_of_different_providers(patch: Patch) -> None:
    """The route that was added later checks key and token, but not that they belong together."""
    by_query = _remembering(
        patch, lambda self, _: self._operation_id == "reportAuthorisationByQuery"
    )
    real = ProviderCredentials._judge_token

    def judge_token(self: Any, token: Any, provider_id: str) -> None:
        mine = token.claims.get("provider_id", "")
        real(self, token, mine if by_query[0] else provider_id)

    patch.setattr(ProviderCredentials, "_judge_token", judge_token)
