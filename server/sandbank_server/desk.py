"""Behind the bank's pages: what a thread of theirs asks is done on the loop that owns the state."""

import asyncio
import json
from collections.abc import Callable, Collection, Coroutine
from typing import Any, TypeVar

from sandbank_server.adapters.own_calls import OwnCall, OwnCalls
from sandbank_server.domain.authorisations import Report, ReportedStatus
from sandbank_server.domain.organisations import Provider
from sandbank_server.service import playground, provider_tokens, return_leg, sessions
from sandbank_server.service.playground import Decision, Visit
from sandbank_server.service.ports import Audience, Sandbox
from sandbank_server.service.provider_tokens import ProviderCredentials
from sandbank_server.service.return_leg import Homecoming

T = TypeVar("T")


class LoopThread:
    """The event loop that serves the calls, as other threads reach it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def here(self) -> None:
        """Remember the loop of this call."""
        self._loop = asyncio.get_running_loop()

    def result(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something there and wait for it, from any other thread."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


class BankDesk:
    """The `Desk` of a sandbox; what the bank reports goes the way of every provider's call."""

    def __init__(self, sandbox: Sandbox, loop: LoopThread, calls: OwnCalls) -> None:
        self._sandbox = sandbox
        self._loop = loop
        self._calls = calls

    def visit(self, authorisation_id: str) -> Visit:
        """A user who comes to log in."""
        return self._on_loop(lambda: playground.visit(self._sandbox, authorisation_id))

    def decide(self, visited: Visit, decision: Decision, identifiers: Collection[str]) -> None:
        """PATCH the authorisation as the provider of the bank would."""
        told = playground.report(visited, decision, identifiers)
        self._loop.result(self._patch(visited, told))

    def homecoming(self, state: str) -> Homecoming:
        """A user who is back from the bank."""
        return self._on_loop(lambda: return_leg.homecoming(self._sandbox, state))

    def choose(self, home: Homecoming, number: int, requested_start_date: str | None) -> None:
        """Take the user's choice."""
        chosen = home.candidates[number].account
        self._on_loop(
            lambda: sessions.choose(
                self._sandbox,
                home.authorisation.authorisation_id,
                chosen.account_identifier,
                requested_start_date,
                bank_identifier=chosen.bank_identifier,
            )
        )

    def decline(self, home: Homecoming) -> None:
        """Take it that the user wants none."""
        authorisation_id = home.authorisation.authorisation_id
        self._on_loop(lambda: sessions.decline(self._sandbox, authorisation_id))

    def _on_loop(self, work: Callable[[], T]) -> T:
        async def done() -> T:
            try:
                with self._sandbox.store.unit_of_work():
                    return work()
            finally:
                await self._sandbox.store.durable()  # as every answer does

        return self._loop.result(done())

    async def _patch(self, visited: Visit, told: Report) -> int:
        provider = self._sandbox.store.providers.get(visited.authorisation.provider_id)
        if provider is None:  # its world has been replaced since
            return 404
        call = OwnCall(
            method="PATCH",
            path=f"/provider/v1/authorisations/{visited.authorisation.authorisation_id}",
            headers=self._headers(provider),
            body=json.dumps(_body(told)).encode(),
        )
        return await self._calls.status_of(call)

    def _headers(self, provider: Provider) -> dict[str, str]:
        credentials = ProviderCredentials(
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            audience=Audience.PROVIDER,
        )
        token = provider_tokens.issue(self._sandbox, credentials)
        return {
            "x-api-key": provider.api_key,
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
        }


def _body(told: Report) -> dict[str, object]:
    data: dict[str, object] = {"status": told.status}
    if told.bank_accounts and told.status is ReportedStatus.SUCCESS:
        data["bankAccounts"] = [
            {
                "bankAccountExternalId": each.bank_account_external_id,
                "accountName": each.account_name,
                "bankIdentifier": each.bank_identifier,
                "branchIdentifier": each.branch_identifier,
                "accountIdentifier": each.account_identifier,
            }
            for each in told.bank_accounts
        ]
    return {"data": data}
