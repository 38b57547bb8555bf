"""Steps of a walk: users of the User banking API, and reading what they hold."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_steps import NUMBERS, SENDINGS, encoded, equal, first, often
from integration.walk.walk_tokens import FORM
from integration.walk.walk_upload_calls import UPLOADERS, UploadCallSteps, Uploader
from integration.walk.walk_upload_compare import (
    compare_accounts,
    compare_transactions,
    compare_upload_account,
    compare_user,
)
from integration.walk.walk_values import PAGE, UserModel

USERS: dict[str, dict[str, Any]] = {
    "person": {"type": "person", "automaticAnalysis": "active"},
    "company": {"type": "company", "automaticAnalysis": "suspended", "unknown": 1},
    "for five minutes": {"type": "person", "automaticAnalysis": "active", "expiresIn": 300},
    "odd type": {"type": "robot", "automaticAnalysis": "active"},
    "no analysis": {"type": "person"},
    "expires at once": {"type": "person", "automaticAnalysis": "active", "expiresIn": 0},
    "expires as text": {"type": "person", "automaticAnalysis": "active", "expiresIn": "300"},
}
GOOD_USERS = tuple(USERS)[:3]
GRANTS = {
    "right": (200, {}),
    "narrow": (200, {"scope": "banking"}),
    "wrong secret": (401, {"client_secret": "wrong"}),
    "unknown client": (401, {"client_id": "nobody"}),
    "other grant": (400, {"grant_type": "password"}),
    "no secret": (400, {"client_secret": ""}),
}
DATES = st.sampled_from(("", "2026-01-01", "2026-02-15", "2026-03-01"))


class UploadReadSteps(UploadCallSteps):
    """Tokens, users, and every way to read."""

    @rule(grant=st.sampled_from(tuple(GRANTS)), client=st.sampled_from(("upload", "read")))
    def ask_for_upload_token(self, grant: str, client: str) -> None:
        """A token, rightly and wrongly asked for."""
        status, change = GRANTS[grant]
        form = {
            "grant_type": "client_credentials",
            "client_id": f"{client}-client",
            "client_secret": f"{client}-secret",
            **change,
        }
        raw = "&".join(f"{k}={v}" for k, v in form.items()).encode()
        reply = self.attempt({status}, "POST", "/user-banking/auth", FORM, raw)
        if reply.status == 200:
            wide = grant == "right" and client == "upload"
            equal("scope", wide, "banking-upload" in reply.json()["scope"].split())

    @rule(caller=UPLOADERS, kind=often(*GOOD_USERS, *USERS, times=2), sending=SENDINGS)
    def create_user(self, caller: Uploader, kind: str, sending: str) -> None:
        """A user of the call's tenant."""
        client, tenant = self.client_of(caller, None), self.tenant_of(caller, None)
        content, raw, sent = encoded(sending, USERS[kind])
        expected = first(
            self.scope_verdict(caller, client, writes=False),
            sent,
            None if kind in GOOD_USERS else 400,
            None if tenant else 403,
            201,
        )
        headers = [*self.upload_headers(caller, None), *content]
        reply = self.attempt(expected, "POST", "/user-banking/users", headers, raw)
        if reply.status == 201:
            got, life = reply.json(), USERS[kind].get("expiresIn")
            assert got["userId"] not in self.model.users, "an id was given twice"
            user = UserModel(
                client,
                tenant or "",
                USERS[kind]["type"],
                USERS[kind]["automaticAnalysis"],
                self.model.now + life if life else None,
            )
            self.model.users[got["userId"]] = user
            compare_user(got["userId"], user, got)

    @rule(caller=UPLOADERS, page=often("1", "2", "0", "x", "", times=6))
    def list_users(self, caller: Uploader, page: str) -> None:
        """The users of one tenant."""
        client, tenant = self.client_of(caller, None), self.tenant_of(caller, None)
        expected = first(
            self.scope_verdict(caller, client, writes=False),
            None if page in ("1", "2") else 400,
            None if tenant else 403,
            200,
        )
        target = f"/user-banking/users?page={page}"
        reply = self.attempt(expected, "GET", target, self.upload_headers(caller, None))
        if reply.status == 200:
            self.compare_users(client, tenant or "", reply.json(), int(page))

    @rule(caller=UPLOADERS, number=NUMBERS, method=often("GET", "DELETE", times=4))
    def read_or_delete_user(self, caller: Uploader, number: int, method: str) -> None:
        """One user; deleting one takes all banking data along, fetched data too."""
        user_id = self.user_at(number)
        user = self.model.users.get(user_id)
        client = self.client_of(caller, user)
        expected = first(
            self.scope_verdict(caller, client, writes=False),
            *self.user_verdicts(caller, user_id),
            200 if method == "GET" else 204,
        )
        target = f"/user-banking/users/{user_id}"
        reply = self.attempt(expected, method, target, self.upload_headers(caller, user))
        if user and reply.status == 200:
            compare_user(user_id, user, reply.json())
        if user and reply.status == 204:
            for account in user.accounts.values():
                self.model.bury(account)
            del self.model.users[user_id]
            self.bench.judge(
                self.bench.call("GET", target, self.upload_headers(caller, user)),
                {404},
                self.model,
                f"GET {target}",
            )

    @rule(caller=UPLOADERS, numbers=st.tuples(NUMBERS, NUMBERS), whole=st.booleans())
    def read_upload_accounts(self, caller: Uploader, numbers: tuple[int, int], whole: bool) -> None:
        """One account, or all of a user."""
        user_id = self.user_at(numbers[0])
        user, account_id = self.model.users.get(user_id), self.account_of(user_id, numbers[1])
        expected = first(
            self.scope_verdict(caller, self.client_of(caller, user), writes=False),
            *self.user_verdicts(caller, user_id, None if whole else account_id),
            200,
        )
        target = f"/user-banking/users/{user_id}/banking/accounts"
        target += "" if whole else f"/{account_id}"
        reply = self.attempt(expected, "GET", target, self.upload_headers(caller, user))
        if user and reply.status == 200 and whole:
            compare_accounts(user, reply.json())
        elif user and reply.status == 200:
            compare_upload_account(account_id, user.accounts[account_id], reply.json())

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        page=often(1, 2, 3, times=3),
        limit=st.sampled_from((None, None, 1, 2, 100, 0, 101)),
        dates=st.tuples(DATES, DATES),
    )
    def page_upload_transactions(
        self,
        caller: Uploader,
        numbers: tuple[int, int],
        page: int,
        limit: int | None,
        dates: tuple[str, str],
    ) -> None:
        """One page of an account's transactions."""
        user_id = self.user_at(numbers[0])
        user, account_id = self.model.users.get(user_id), self.account_of(user_id, numbers[1])
        expected = first(
            self.scope_verdict(caller, self.client_of(caller, user), writes=False),
            400 if limit in (0, 101) else None,
            *self.user_verdicts(caller, user_id, account_id),
            200,
        )
        asked = {"page": page, "limit": limit, "from": dates[0], "to": dates[1]}
        query = "&".join(f"{k}={v}" for k, v in asked.items() if v not in (None, ""))
        target = f"/user-banking/users/{user_id}/banking/accounts/{account_id}/transactions?{query}"
        reply = self.attempt(expected, "GET", target, self.upload_headers(caller, user))
        if user and reply.status == 200:
            compare_transactions(
                user.accounts[account_id], reply.json(), page, limit or PAGE, dates
            )

    def look_at_user(self, user_id: str, rest: str = "") -> Any:
        """What the user's own client reads back."""
        user = self.model.users[user_id]
        target = f"/user-banking/users/{user_id}{rest}"
        return self.look(target, ("upload", user.client, ""), [("TenantID", user.tenant)])

    def compare_user_data(self, user_id: str, *accounts: str) -> None:
        """Read back a user's accounts, and the transactions of the named ones."""
        user = self.model.users[user_id]
        compare_accounts(user, self.look_at_user(user_id, "/banking/accounts"))
        for account_id in accounts:
            got = self.look_at_user(user_id, f"/banking/accounts/{account_id}/transactions")
            compare_transactions(user.accounts[account_id], got)

    def compare_users(self, client: str, tenant: str, got: Any, page: int = 1) -> None:
        """Hold the users of a tenant against the model."""
        mine = [k for k, u in self.model.users.items() if (u.client, u.tenant) == (client, tenant)]
        meta = {"page": page, "limit": PAGE, "total": len(mine)}
        equal("meta of users", meta, got["meta"])
        equal("users", mine if page == 1 else [], [u["userId"] for u in got["data"]])
