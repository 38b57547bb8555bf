"""A client that calls the handlers of User banking as the endpoint would."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call
from sandbank_server.api.user_banking import UserBankingApi
from sandbank_server.domain.refusals import Refusal
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.ports import Sandbox

BANKING_TABLES = ("users", "uploadAccounts", "uploadTransactions")


class Client:
    """A client at the handlers, as the endpoint would call them."""

    def __init__(self, sandbox: Sandbox, client_id: str = "client") -> None:
        self.sandbox = sandbox
        self._caller = UploadCaller(client_id=client_id, scopes=frozenset({"banking-upload"}))

    def answer(
        self,
        operation: str,
        body: Any = None,
        *,
        user: str = "user-1",
        account: str = "acc-1",
        tenants: tuple[str, ...] = (),
        **query: str,
    ) -> Answer:
        call = Call(
            caller=self._caller,
            path={"user-id": user, "account-id": account},
            query={name.strip("_"): (value,) for name, value in query.items()},
            headers={"tenantid": tenants} if tenants else {},
            body=body,
        )
        with self.sandbox.store.unit_of_work():
            return asyncio.run(getattr(UserBankingApi(self.sandbox), operation)(call))

    def shows(self, operation: str, body: Any = None, **told: Any) -> Any:
        """The body of an answer."""
        return self.answer(operation, body, **told).body

    def refusal(
        self, kind: type[Refusal], operation: str, body: Any = None, **told: Any
    ) -> Refusal:
        """The refusal of a call, which changed nothing."""
        before = everything(self.sandbox)
        with pytest.raises(kind) as caught:
            self.answer(operation, body, **told)
        assert type(caught.value) is kind
        assert everything(self.sandbox) == before
        return caught.value

    def ids_in(self, account: str = "acc-1", user: str = "user-1") -> list[str]:
        """The transactionIds an account holds, as read by its client."""
        data = self.shows("list_account_transactions", account=account, user=user)["data"]
        return [transaction["transactionId"] for transaction in data]


def everything(sandbox: Sandbox) -> dict[str, Any]:
    """All that a refused call must leave as it was."""
    world = sandbox.store.export()
    return {
        **{table: world[table] for table in BANKING_TABLES},
        "audit": list(sandbox.store.audit.all()),
        "forgotten": list(sandbox.journal.forgotten),
    }


def but_for(table: list[dict[str, Any]], leaves: Callable[[dict[str, Any]], bool]) -> list[Any]:
    """A table without the rows that leave."""
    return [row for row in table if not leaves(row)]
