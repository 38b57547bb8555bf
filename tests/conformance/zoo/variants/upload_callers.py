"""Other choices about clients, tenants, users and scopes of the User banking API."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import user_banking_parse as parse
from sandbank_server.api.calls import Call
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.api.user_banking_security import UploadCredentials
from sandbank_server.domain.refusals import Forbidden
from sandbank_server.domain.users import tenant_of
from sandbank_server.service import upload_tokens, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.paging import Wanted
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import UserPath
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import before_a_bad_body, is_upload

PAGE = 7


@variant("GEN-04", "UB-TOK-01")
def scopes_are_not_narrowed(patch: pytest.MonkeyPatch) -> None:
    """A token has every scope of its client, and says so, whatever `scope` asked for."""
    real = upload_tokens.issue

    def issue(
        sandbox: Sandbox, credentials: upload_tokens.UploadCredentials
    ) -> upload_tokens.UploadGrant:
        return real(sandbox, replace(credentials, scope=None))

    patch.setattr(upload_tokens, "issue", issue)


@variant("UB-USER-01")
def tenants_may_have_any_name(patch: pytest.MonkeyPatch) -> None:
    """A client may call its tenants what it likes; they stay its own."""

    def tenant(client_id: str, asked: str | None) -> str:
        return asked if asked and asked.strip() else tenant_of(client_id, asked)

    patch.setattr(users, "tenant_of", tenant)


@variant("UB-USER-02")
def users_never_expire(patch: pytest.MonkeyPatch) -> None:
    """A user lives until it is deleted: `expiresIn` is a field that nobody knows."""
    patch.setattr(users, "expiry", lambda *_: None)


@variant("UB-USER-02", "UB-DEL-09")
def a_deleted_user_answers_410(patch: pytest.MonkeyPatch) -> None:
    """A user that its own tenant has deleted answers 410 from then on."""
    gone: set[tuple[str | None, str | None, str]] = set()

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if asked.path.startswith("/_sandbox/") and answered.status == 204:
            gone.clear()  # another world
        parts = asked.path.split("/")
        if parts[1:3] != ["user-banking", "users"] or len(parts) < 4:
            return answered
        # A token says who its client is: the same one, because the next may be another's.
        key = (asked.header("authorization"), asked.header("tenantid"), parts[3])
        if asked.method == "DELETE" and len(parts) == 4 and answered.status == 204:
            gone.add(key)
        return _gone(answered) if answered.status == 404 and key in gone else answered

    on_the_wire(patch, wire)


def _gone(answered: Answered) -> Answered:
    body = json.dumps({"type": "gone", "message": "The user was deleted."}).encode()
    return Answered(status=410, headers=answered.headers).with_body(body)


@variant("UB-READ-01")
def reading_needs_the_scope_banking(patch: pytest.MonkeyPatch) -> None:
    """A token with `banking-upload` alone uploads and deletes, and reads nothing."""
    real = UploadCredentials.check

    def check(self: UploadCredentials, headers: Mapping[str, tuple[str, ...]]) -> UploadCaller:
        caller = real(self, headers)
        if self._scope_requirement == "UB-READ-01" and "banking" not in caller.scopes:
            raise Forbidden("UB-READ-01", "forbidden", "The token lacks the scope banking.")
        return caller

    patch.setattr(UploadCredentials, "check", check)


@variant("UB-READ-01", "UB-READ-02")
def uploads_cannot_be_read(patch: pytest.MonkeyPatch) -> None:
    """Accounts and transactions of a user are written only: reading them answers 404."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        reads = asked.method == "GET" and is_upload(asked) and "/banking/" in asked.path
        if not reads or answered.status in (401, 403):
            return answered
        return await forward(replace(asked, path="/user-banking/nothing"))

    on_the_wire(patch, wire)


@variant("UB-ORD-01")
def users_are_looked_up_before_bodies_are_judged(patch: pytest.MonkeyPatch) -> None:
    """A wrong body for a wrong tenant or user answers 403 or 404."""

    def judge(endpoint: Endpoint, request: Request) -> None:
        if endpoint._recorder.api != "user_banking" or request.path.endswith("/auth"):
            return
        caller = endpoint._credentials.check(request.headers)
        assert isinstance(caller, UploadCaller)
        asking = parse.caller(Call(caller=caller, headers=request.headers))
        user_id = request.scope.get("path_params", {}).get("user-id")
        tenant_of(asking.client_id, asking.tenant)
        if user_id is not None:
            users.user(endpoint._pipeline.sandbox, asking, UserPath(user_id=user_id))

    before_a_bad_body(patch, judge)


@variant("UB-READ-03")
def uploads_are_listed_by_sevens(patch: pytest.MonkeyPatch) -> None:
    """Users and transactions are listed in pages of seven, which `meta` tells."""

    def sevens(real: Any) -> Any:
        def wanted(call: Call[UploadCaller]) -> Wanted:
            asked: Wanted = real(call)
            return replace(asked, limit=min(asked.limit, PAGE))

        return wanted

    patch.setattr(parse, "user_page", sevens(parse.user_page))
    patch.setattr(parse, "transaction_page", sevens(parse.transaction_page))
