"""Liars about scopes: which operation asks for which one, and when that is judged."""

from collections.abc import Callable

import pytest

from sandbank_server.api.calls import Answer
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.api.security import Caller, Headers, read_token
from sandbank_server.api.user_banking_security import UploadCredentials
from sandbank_server.domain.refusals import Forbidden, Refusal
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.ports import Sandbox, Token
from zoo.animals import liar
from zoo.liars.excuses import excuse

BOTH = frozenset({"banking", "banking-upload"})
TokenFits = Callable[[Sandbox, Token], bool]
GrantFits = Callable[[Endpoint, Token], bool]


def _excuse_scope(patch: pytest.MonkeyPatch, fits: GrantFits, *, refusing: bool = False) -> None:
    """Takes tokens that lack the scope of an operation but fit."""

    def excused(endpoint: Endpoint, headers: Headers, refusal: Refusal) -> Caller | None:
        credentials = endpoint._credentials
        token = read_token(endpoint._pipeline.sandbox, headers)
        if not isinstance(credentials, UploadCredentials) or token is None:
            return None
        lacks = refusal.detail.startswith("The token lacks the scope")
        caller = UploadCaller(client_id=token.claims["client_id"], scopes=BOTH) if lacks else None
        return caller if caller and fits(endpoint, token) else None

    excuse(patch, excused, refusing=refusing)


def _excuse_operation(patch: pytest.MonkeyPatch, *operation_ids: str) -> None:
    _excuse_scope(patch, lambda endpoint, _: endpoint._operation_id in operation_ids)


@liar("UB-DEL-06")
def an_account_is_deleted_without_its_scope(patch: pytest.MonkeyPatch) -> None:
    """The deletion of a single account does not ask for `banking-upload`."""
    _excuse_operation(patch, "deleteAccount")


@liar("UB-DEL-06")
def a_batch_of_accounts_is_deleted_without_its_scope(patch: pytest.MonkeyPatch) -> None:
    """The deletion of accounts by `ids` does not ask for `banking-upload`."""
    _excuse_operation(patch, "deleteAccounts")


@liar("UB-DEL-06")
def transactions_are_deleted_without_their_scope(patch: pytest.MonkeyPatch) -> None:
    """The deletion of transactions does not ask for `banking-upload`."""
    _excuse_operation(patch, "deleteTransactions")


@liar("UB-DEL-06")
def uploads_ask_for_no_scope(patch: pytest.MonkeyPatch) -> None:
    """Uploading accounts and transactions does not ask for `banking-upload`."""
    _excuse_operation(patch, "uploadAccounts", "uploadTransactions")


@liar("UB-DEL-06")
def an_account_is_changed_without_its_scope(patch: pytest.MonkeyPatch) -> None:
    """Changing accounts does not ask for `banking-upload`."""
    _excuse_operation(patch, "changeAccounts")


@liar("UB-DEL-06")
def the_other_path_of_changes_asks_for_no_scope(patch: pytest.MonkeyPatch) -> None:
    """Changing transactions under `/transactions` does not ask for `banking-upload`."""
    _excuse_operation(patch, "changeTransactionsAlias")


@liar("UB-DEL-06")
def the_beginning_of_a_scope_is_enough(patch: pytest.MonkeyPatch) -> None:
    """`banking` is found in `banking-upload`."""
    _excuse_scope(patch, lambda _, token: "banking" in token.claims["scope"])


@liar("GEN-02", "UB-DEL-06")
def judges_the_scope_when_all_is_done(patch: pytest.MonkeyPatch) -> None:
    """A deletion without `banking-upload` answers 403, but is carried out by then."""
    _excuse_scope(
        patch, lambda endpoint, _: endpoint._operation_id.startswith("delete"), refusing=True
    )


@liar("UB-DEL-06", "UB-TOK-01")
def the_scopes_of_the_client_count(patch: pytest.MonkeyPatch) -> None:
    """A token that was narrowed can do all that its client can."""

    def fits(endpoint: Endpoint, token: Token) -> bool:
        client = endpoint._pipeline.sandbox.store.upload_clients.get(token.claims["client_id"])
        return client is not None and "banking-upload" in client.scopes

    _excuse_scope(patch, fits)


def _demand_banking(patch: pytest.MonkeyPatch, meant: Callable[[str], bool]) -> None:
    """Refuses tokens without `banking` where `banking-upload` is enough."""
    real = Endpoint._judge_and_do

    async def deviating(self: Endpoint, request: Request, raw: bytes) -> Answer:
        if isinstance(self._credentials, UploadCredentials) and meant(self._operation_id):
            caller = self._credentials.check(request.headers)
            if "banking" not in caller.scopes:
                raise Forbidden("UB-READ-01", "forbidden", "The token lacks the scope banking.")
        return await real(self, request, raw)

    patch.setattr(Endpoint, "_judge_and_do", deviating)


@liar("UB-READ-01")
def who_uploads_does_not_read(patch: pytest.MonkeyPatch) -> None:
    """Accounts and transactions are read with `banking` only."""
    reads = ("listAccounts", "getAccount", "listAccountTransactions")
    _demand_banking(patch, lambda operation_id: operation_id in reads)


@liar("UB-READ-01")
def who_uploads_makes_no_users(patch: pytest.MonkeyPatch) -> None:
    """Users are made and deleted with `banking` only."""
    _demand_banking(patch, lambda operation_id: operation_id in ("createUser", "deleteUser"))
