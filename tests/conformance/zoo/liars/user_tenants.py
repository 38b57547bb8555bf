"""Liars about tenants: whose users are reached, listed and revealed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Forbidden, Refusal, Unknown
from sandbank_server.domain.users import User
from sandbank_server.service import upload_reads, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.paging import Page, Wanted
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import NewUser, UserPath
from zoo.animals import liar
from zoo.liars.excuses import after_refusals
from zoo.liars.unguarded import overlook

Reaches = Callable[[User, UploadCaller], bool]


def _reach(reaches: Reaches) -> Callable[[Sandbox, UploadCaller, UserPath], User]:
    """Reaches users of other tenants as well."""
    real = users.user

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: UserPath) -> User:
        try:
            return real(sandbox, caller, path)
        except Unknown:
            found = sandbox.store.users.get(path.user_id)
            if found is None or not reaches(found, caller):
                raise
            return found

    return deviating


def _any(_user: User, _caller: UploadCaller) -> bool:
    return True


def _same_client(user: User, caller: UploadCaller) -> bool:
    return user.client_id == caller.client_id


@liar("GEN-05", "UB-USER-01")
def the_tenants_of_a_client_are_one(patch: pytest.MonkeyPatch) -> None:
    """A user is reached through every tenant of its client."""
    patch.setattr(users, "user", _reach(_same_client))


@liar("GEN-05", "UB-USER-01")
def a_user_is_deleted_through_another_tenant(patch: pytest.MonkeyPatch) -> None:
    """The deletion of a user asks for the client only."""
    overlook(patch, (users, "delete"), (users, "user"), _reach(_same_client))


@liar("GEN-05", "UB-USER-01")
def reads_the_transactions_of_everybody(patch: pytest.MonkeyPatch) -> None:
    """Whoever knows a user and an account reads its transactions."""
    overlook(patch, (upload_reads, "transactions"), (users, "user"), _reach(_any))


@liar("GEN-05", "UB-USER-01")
def lists_the_accounts_of_everybody(patch: pytest.MonkeyPatch) -> None:
    """Whoever knows a user lists its accounts."""
    overlook(patch, (upload_reads, "accounts"), (users, "user"), _reach(_any))


@liar("GEN-05", "UB-USER-01")
def lists_the_users_of_every_tenant(patch: pytest.MonkeyPatch) -> None:
    """A client sees the users of all its tenants, whichever it names."""
    real = users.users

    def deviating(sandbox: Sandbox, caller: UploadCaller, wanted: Wanted) -> Page[User]:
        page = real(sandbox, caller, wanted)
        tenant = users.tenant_of(caller.client_id, caller.tenant)
        others = [
            user
            for user in sandbox.store.users.all()
            if _same_client(user, caller) and user.tenant != tenant
        ]
        return replace(page, total=page.total + len(others), values=(*page.values, *others))

    patch.setattr(users, "users", deviating)


@liar("GEN-05", "UB-USER-01")
def makes_every_user_in_the_first_tenant(patch: pytest.MonkeyPatch) -> None:
    """Whichever tenant is named, a new user belongs to the one of the client's name."""
    real = users.create

    def deviating(sandbox: Sandbox, caller: UploadCaller, wish: NewUser) -> User:
        users.tenant_of(caller.client_id, caller.tenant)  # a wrong name is refused as ever
        return real(sandbox, replace(caller, tenant=None), wish)

    patch.setattr(users, "create", deviating)


@liar("UB-USER-01")
def a_wrong_tenant_is_the_first_one(patch: pytest.MonkeyPatch) -> None:
    """A TenantID that is not allowed is passed over in silence."""
    real = users.tenant_of

    def deviating(client_id: str, asked: str | None) -> str:
        try:
            return real(client_id, asked)
        except Forbidden:
            return client_id

    patch.setattr(users, "tenant_of", deviating)


def _is_anothers(refusal: Refusal) -> bool:
    return refusal.requirement == "UB-USER-01" and refusal.truth == "GEN-05"


@liar("GEN-05", "UB-USER-01")
def forbids_the_users_of_other_tenants(patch: pytest.MonkeyPatch) -> None:
    """The user of another tenant answers 403, an unknown one 404."""

    def then(_endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        if _is_anothers(refusal):
            raise Forbidden("UB-USER-01", "forbidden", "The user is not in this tenant.")

    after_refusals(patch, then)


@liar("GEN-05")
def says_that_a_user_is_in_another_tenant(patch: pytest.MonkeyPatch) -> None:
    """The user of another tenant answers 404 like an unknown one, in other words."""

    def then(_endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        if _is_anothers(refusal):
            refusal.detail = "The user is not in this tenant but in another one."

    after_refusals(patch, then)
