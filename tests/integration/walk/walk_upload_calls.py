"""Who calls the User banking API in a walk, for which tenant and user."""

from dataclasses import dataclass

from hypothesis import strategies as st
from integration.walk.walk_steps import NOWHERE, Steps, Verdict, often, pick
from integration.walk.walk_tokens import bearer
from integration.walk.walk_values import UploadAccountModel, UserModel
from integration.walk.walk_world import COMPANIES, PRODUCT

CREDENTIALS: dict[str, Verdict] = {
    "right": None,
    "no token": 401,
    "bare token": 401,
    "garbled token": 401,
    "stale token": 401,
    "product's token": 401,
    "provider's token": 401,
}
TENANTS = ("", "own name", "another's name", "empty", "twice", "unused")
CLIENTS = ("upload-client", "read-client", "other-client")


@dataclass(frozen=True)
class Uploader:
    """One way to call: client and scope of the token, credentials, tenant."""

    client: str
    scope: str
    fault: str
    tenant: str


UPLOADERS = st.builds(
    Uploader,
    often("", *CLIENTS, times=20),
    often("", "banking", "banking-upload", times=20),
    often(*CREDENTIALS, times=50),
    often("", *TENANTS[1:], times=40),
)


class UploadCallSteps(Steps):
    """What all steps of the User banking API need."""

    def client_of(self, caller: Uploader, user: UserModel | None) -> str:
        """The client that calls: the user's own, unless another was wanted."""
        return caller.client or (user.client if user else "upload-client")

    def tenant_of(self, caller: Uploader, user: UserModel | None) -> str | None:
        """The tenant the call is for: the user's own, unless another was wanted."""
        client = self.client_of(caller, user)
        if caller.tenant in ("another's name", "empty", "twice"):
            return None
        if caller.tenant == "own name":
            return client
        if caller.tenant == "unused":
            return f"{client}-unused"
        return user.tenant if user and user.client == client else client

    def upload_headers(self, caller: Uploader, user: UserModel | None) -> list[tuple[str, str]]:
        """Token and tenant, with the caller's faults in them."""
        client, tenant = self.client_of(caller, user), self.tenant_of(caller, user)
        names = {
            "another's name": ["other-client" if client != "other-client" else "upload-client"],
            "empty": [""],
            "twice": [client, client],
        }
        default = [tenant] if tenant and (tenant != client or caller.tenant) else []
        named = [("TenantID", name) for name in names.get(caller.tenant, default)]
        return [*self._credentials(caller, client), *named]

    def scope_verdict(self, caller: Uploader, client: str, *, writes: bool) -> Verdict:
        """What is said of token and scope."""
        fault = CREDENTIALS[caller.fault]
        narrow = client == "read-client" or caller.scope == "banking"
        return fault or (403 if writes and narrow else None)

    def user_verdicts(
        self, caller: Uploader, user_id: str, account_id: str | None = None
    ) -> list[Verdict]:
        """What is said of the tenant, the user and the account, in this order."""
        user = self.model.users.get(user_id)
        tenant = self.tenant_of(caller, user)
        client = self.client_of(caller, user)
        mine = user is not None and (user.client, user.tenant) == (client, tenant)
        held = account_id is None or (user is not None and account_id in user.accounts)
        return [None if tenant else 403, None if mine else 404, None if held else 404]

    def user_at(self, number: int) -> str:
        """A user, mostly one with accounts, now and then one that is not there."""
        if number == 0:
            return NOWHERE
        return pick([*self.model.users, "user-1", "user-1"], number)

    def account_of(self, user_id: str, number: int) -> str:
        """An account of a user, now and then one that is not there."""
        user = self.model.users.get(user_id)
        held = list(user.accounts) if user else []
        return NOWHERE if number == 0 or not held else pick(held, number)

    def held_account(self, user_id: str, account_id: str) -> UploadAccountModel | None:
        """The account, if there is one."""
        user = self.model.users.get(user_id)
        return user.accounts.get(account_id) if user else None

    def upload_at(self, numbers: tuple[int, ...]) -> tuple[str, str, UploadAccountModel | None]:
        """The ids of a user and of an account of theirs; and the account, if there is one."""
        user_id = self.user_at(numbers[0])
        account_id = self.account_of(user_id, numbers[1])
        return user_id, account_id, self.held_account(user_id, account_id)

    def _credentials(self, caller: Uploader, client: str) -> list[tuple[str, str]]:
        tokens, now = self.bench.tokens, self.model.now
        scope = "banking" if client == "read-client" and caller.scope else caller.scope
        who = ("upload", client, scope)
        if caller.fault == "no token":
            return []
        if caller.fault == "provider's token":
            return [bearer(tokens.fresh(("provider", "provider-a"), now))]
        if caller.fault == "product's token":
            company, organisation = next(iter(COMPANIES.items()))
            product = ("consumer", PRODUCT, organisation, company)
            return [bearer(tokens.fresh(product, now, self.signing_key(product)))]
        if caller.fault == "stale token":
            stale = tokens.keeps_stale(who, now)
            return [bearer(tokens.stale(who, now) if stale else "not.a.token")]
        token = tokens.fresh(who, now)
        if caller.fault == "bare token":
            return [("authorization", token)]
        return [bearer(token[:-8] + "AAAAAAAA" if caller.fault == "garbled token" else token)]
