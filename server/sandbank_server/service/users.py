"""Users of the User banking API: made, listed, reached and deleted through their own tenant."""

from dataclasses import dataclass

from sandbank_server.domain.refusals import Unknown
from sandbank_server.domain.uploads import UploadAccount
from sandbank_server.domain.users import User, expiry, tenant_of
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.identities import unused
from sandbank_server.service.keys import account_key, tenant_key
from sandbank_server.service.paging import Page, Wanted, page
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.removal import Deletion, record, remove_user


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """What a client says of a user it makes; `expires_in` is in seconds."""

    type: str
    automatic_analysis: str
    expires_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPath:
    """The user that a path names."""

    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPath(UserPath):
    """The account that a path names."""

    account_id: str


def create(sandbox: Sandbox, caller: UploadCaller, wish: NewUser) -> User:
    """A new user of the caller's tenant; the tenant exists from its first use."""
    expires_at = expiry(sandbox.clock.now(), wish.expires_in)
    tenant = tenant_of(caller.client_id, caller.tenant)
    user = User(
        user_id=unused(sandbox.ids, sandbox.store.users.get),
        client_id=caller.client_id,
        tenant=tenant,
        type=wish.type,
        automatic_analysis=wish.automatic_analysis,
        sequence=sandbox.store.sequence(),
        expires_at=expires_at,
    )
    sandbox.store.users.put(user)
    return user


def users(sandbox: Sandbox, caller: UploadCaller, wanted: Wanted) -> Page[User]:
    """A page of the tenant's users, in the order they were made."""
    tenant = tenant_of(caller.client_id, caller.tenant)
    return page(sandbox.store.users, "tenant", tenant_key(caller.client_id, tenant), wanted)


def user(sandbox: Sandbox, caller: UploadCaller, path: UserPath) -> User:
    """The user; one of another client or tenant is as unknown as one that never was."""
    tenant = tenant_of(caller.client_id, caller.tenant)
    found = sandbox.store.users.get(path.user_id)
    if found is None or (found.client_id, found.tenant) != (caller.client_id, tenant):
        raise unknown_user(truth="GEN-05" if found else None)
    return found


def unknown_user(*, truth: str | None = None) -> Unknown:
    """The refusal of a user that is not there for the caller."""
    return Unknown("UB-USER-01", "not_found", "The tenant has no user of this id.", truth=truth)


def account(
    sandbox: Sandbox, caller: UploadCaller, path: AccountPath, requirement: str
) -> UploadAccount:
    """The account of a reachable user; an unknown one is refused by the rule named."""
    owner = user(sandbox, caller, path)
    found = sandbox.store.upload_accounts.get(account_key(owner.user_id, path.account_id))
    if found is None:
        raise Unknown(requirement, "not_found", "The user has no account of this id.")
    return found


def delete(sandbox: Sandbox, caller: UploadCaller, path: UserPath) -> None:
    """Delete a user for good with all banking data, fetched data too."""
    found = user(sandbox, caller, path)
    count = remove_user(sandbox, found)
    deletion = Deletion(
        client=caller.client_id, action="deleteUser", ids=(found.user_id,), count=count
    )
    record(sandbox, deletion)
