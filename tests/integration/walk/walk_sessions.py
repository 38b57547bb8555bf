"""Steps of a walk: sessions begun, reported by providers, and chosen from; time goes by."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_accounts import AccountSteps, compare_account
from integration.walk.walk_model import BANK_OF, PROVIDER_OF, seconds
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    equal,
    first,
    often,
    pick,
)
from integration.walk.walk_tokens import bearer
from integration.walk.walk_values import SESSION_LIFE, AccountModel, Fields, SessionModel
from integration.walk.walk_world import PRODUCT

FAULTS = (
    "right",
    "scheme in lower case",
    "no key",
    "wrong key",
    "other provider's key",
    "two keys",
    "no token",
    "bare token",
    "garbled token",
    "stale token",
    "product's token",
    "two tokens",
    "no media type",
)
HARMLESS = FAULTS[:2]
BAD_REPORTS: dict[str, Any] = {
    "no data": {},
    "no status": {"data": {"bankAccounts": []}},
    "odd status": {"data": {"status": "done"}},
    "accounts are null": {"data": {"status": "success", "bankAccounts": None}},
    "an account lacks all": {"data": {"status": "success", "bankAccounts": [{}]}},
}
GRANTS = st.lists(st.sampled_from(("acct-1", "acct-4", "walk-1", "walk-1", "walk-2")), max_size=3)
ADVANCES = {"PT1S": 1, "PT4M59S": 299, "PT5M": 300, "PT20M": 1200, "PT25M": 1500, "P1D": 86400}


@dataclass(frozen=True)
class Reporter:
    """Which provider reports, how well it does so, and by which form of the path."""

    provider: str
    fault: str
    form: str


REPORTERS = st.builds(
    Reporter,
    often("", "provider-a", "provider-b", times=8),
    often(*FAULTS, times=24),
    often("path", "query", "query", "no query", "empty query", "query twice", times=8),
)


class SessionSteps(AccountSteps):
    """Beginning a session, reporting it, choosing from what it offers."""

    @rule(
        number=NUMBERS,
        reporter=REPORTERS,
        status=often("success", "failure", times=3),
        grants=GRANTS,
        bad=often("", *BAD_REPORTS, times=20),
        sending=SENDINGS,
    )
    def report(
        self,
        number: int,
        reporter: Reporter,
        status: str,
        grants: list[str],
        bad: str,
        sending: str,
    ) -> None:
        """A provider tells how a session ended."""
        session_id = self._session_at(number)
        session = self.model.sessions.get(session_id)
        provider = reporter.provider or (session.provider if session else "provider-a")
        if session and session.kind == "reauthorisation" and number % 4:
            grants = []
        accounts = [_granted(name) for name in grants]
        data: Fields = {"status": status, "bankAccounts": accounts}
        if not accounts and number % 2:
            del data["bankAccounts"]
        content, raw, sent = encoded(sending, BAD_REPORTS.get(bad, {"data": data}))
        if reporter.fault == "no media type":
            content = []
        expected = first(
            self._report_credentials(reporter),
            403 if sent == 415 else sent,
            400 if bad else None,
            _session_verdict(session, provider, reporter, self.model.now),
            _kind_verdict(session, status, accounts),
            204,
        )
        target = _target(session_id, reporter.form)
        headers = [*self._report_headers(provider, reporter.fault), *content]
        reply = self.attempt(expected, "PATCH", target, headers, raw)
        if session and reply.status == 204:
            self._ended(session, status, accounts)
            self.compare_session(session_id)

    @rule(
        provider=st.sampled_from(("provider-a", "provider-b")),
        kind=st.sampled_from(("onboarding", "reauthorisation")),
        number=NUMBERS,
        odd=often("", "unknown provider", "unknown company", "unknown account", "no account"),
    )
    def begin_session(self, provider: str, kind: str, number: int, odd: str) -> None:
        """A session begins; the provider is told."""
        company = pick(list(self.model.companies), number)
        account = pick(list(self.model.accounts.values()), number)
        body, expected = {"providerId": provider, "kind": kind}, {201}
        if kind == "onboarding":
            body["companyId"] = NOWHERE if odd == "unknown company" else company
            expected = {400} if odd == "unknown company" else expected
        else:
            company, provider = account.company, PROVIDER_OF[account.bank]
            body |= {"providerId": provider, "bankAccountId": account.bank_account_id}
            expected = expected if account.connected else {409}
            expected = _odd_account(body, odd, expected)
        if odd == "unknown provider":
            body["providerId"], expected = NOWHERE, {400}
        content, raw, _ = encoded("json", body)
        reply = self.attempt(expected, "POST", "/_sandbox/authorisations", content, raw)
        if reply.status == 201:
            self._begun(reply.json(), provider, kind, company, account)

    @rule(number=NUMBERS, which=st.sampled_from(("acct-1", "acct-4", "walk-1", "walk-2", "none")))
    def choose(self, number: int, which: str) -> None:
        """The user chooses one of the accounts that a session offers."""
        session_id = self._session_at(number, granted_first=True)
        session = self.model.sessions.get(session_id)
        offered = _offers(session)
        which = pick([g["accountIdentifier"] for g in offered], number) if offered else which
        target = f"/_sandbox/authorisations/{session_id}/candidates"
        body = {"accountIdentifier": which, "requestedStartDate": "2026-02-01"}
        content, raw, _ = encoded("json", body)
        reply = self.attempt(
            first(
                404 if session is None else None,
                None if session and session.status == "granted" else 409,
                409 if session and self.is_connected(_real(session, which)) else None,
                201,
            ),
            "POST",
            target,
            content,
            raw,
        )
        if session and reply.status == 201:
            self._chosen(session_id, session, which, reply.json())

    @rule(number=NUMBERS)
    def read_session(self, number: int) -> None:
        """Where a session stands, and what it offers."""
        session_id = self._session_at(number)
        target = f"/_sandbox/authorisations/{session_id}"
        if session_id not in self.model.sessions:
            self.attempt({404}, "GET", target)
            self.attempt({404}, "GET", f"{target}/candidates")
        else:
            self.compare_session(session_id)

    @rule(by=st.sampled_from(tuple(ADVANCES)))
    def let_time_pass(self, by: str) -> None:
        """The clock goes on; what is due happens."""
        self.bench.settle()
        self.bench.control("POST", "/clock", {"advance": by})
        self.model.advance(ADVANCES[by])
        self.bench.changed()

    @rule(status=st.sampled_from((401, 403, 403)), demand=st.booleans())
    def change_settings(self, status: int, demand: bool) -> None:
        """The owner changes what an expired token answers, and whether calls must be signed."""
        body = {"expiredTokenStatus": status, "demandSignature": demand}
        content, raw, _ = encoded("json", body)
        self.attempt({200}, "PATCH", "/_sandbox/settings", content, raw)
        self.model.expired_token_status, self.model.demand_signature = status, demand

    def compare_session(self, session_id: str) -> None:
        """Hold a session, its offers and its account against the model."""
        session, target = self.model.sessions[session_id], f"/_sandbox/authorisations/{session_id}"
        got = self.seen(target)
        equal("session", session.status_at(self.model.now), got["status"])
        equal("its subject", (session.kind, session.provider), (got["kind"], got["providerId"]))
        equal("its account", session.account, got.get("bankAccountId"))
        offers = [
            {**g, "connected": self.is_connected(_real(session, g["accountIdentifier"]))}
            for g in _offers(session, used=True)
        ]
        equal("candidates", offers, self.seen(f"{target}/candidates"))
        if session.account:
            self.compare_all_of(self.model.accounts[session.account])

    def _session_at(self, number: int, granted_first: bool = False) -> str:
        granted = [k for k, s in self.model.sessions.items() if s.status == "granted"]
        if granted_first and granted and number % 4:
            return pick(granted, number)
        return NOWHERE if number == 0 else pick(list(self.model.sessions), number)

    def _report_credentials(self, reporter: Reporter) -> Verdict:
        if reporter.fault == "stale token":
            return self.model.expired_token_status
        return None if reporter.fault in HARMLESS else 403

    def _report_headers(self, provider: str, fault: str) -> list[tuple[str, str]]:
        tokens, now = self.bench.tokens, self.model.now
        token = tokens.fresh(("provider", provider), now)
        if fault == "stale token":
            token = tokens.stale(("provider", provider), now)
        if fault == "product's token":
            company, organisation = next(iter(self.model.companies.items()))
            who = ("consumer", PRODUCT, organisation, company)
            token = tokens.fresh(who, now, self.signing_key(who))
        key = ("x-api-key", f"{provider}-key")
        other = "provider-b" if provider == "provider-a" else "provider-a"
        changed = {
            "scheme in lower case": [key, ("authorization", f"bearer {token}")],
            "no key": [bearer(token)],
            "wrong key": [("x-api-key", "wrong"), bearer(token)],
            "other provider's key": [("x-api-key", f"{other}-key"), bearer(token)],
            "two keys": [key, key, bearer(token)],
            "no token": [key],
            "bare token": [key, ("authorization", token)],
            "garbled token": [key, bearer(token[:-8] + "AAAAAAAA")],
            "two tokens": [key, bearer(token), bearer(token)],
        }
        return changed.get(fault, [key, bearer(token)])

    def _ended(self, session: SessionModel, status: str, accounts: list[Fields]) -> None:
        if status == "failure":
            session.status = "failed"
        elif session.kind == "onboarding":
            session.status = "granted"
            session.granted = list({a["accountIdentifier"]: a for a in accounts}.values())
        else:
            session.status = "completed"
            account = self.model.accounts[session.account or ""]
            account.status = "active" if account.status == "authRequired" else account.status

    def _begun(
        self, got: Any, provider: str, kind: str, company: str, account: AccountModel
    ) -> None:
        subject = None if kind == "onboarding" else account.bank_account_id
        bank = BANK_OF[provider] if kind == "onboarding" else account.bank
        expires = self.model.now + SESSION_LIFE
        equal("expiresAt", expires, seconds(got["expiresAt"]))
        session_id = got["authorisationId"]
        assert session_id not in self.model.sessions, "an id was given twice"
        self.model.sessions[session_id] = SessionModel(
            provider, kind, company, bank, expires, "open", subject
        )
        self.model.told.append(("resourceCreated", session_id))
        self.compare_session(session_id)

    def _chosen(self, session_id: str, session: SessionModel, which: str, got: Any) -> None:
        granted = next(g for g in session.granted if g["accountIdentifier"] == which)
        company, bank, *names = _real(session, which)
        account = AccountModel(
            got["bankAccountId"], company, bank, "pending", *names, granted["bankAccountExternalId"]
        )
        assert account.bank_account_id not in self.model.accounts, "an id was given twice"
        self.model.accounts[account.bank_account_id] = account
        self.model.told.append(("resourceCreated", account.bank_account_id))
        session.status, session.account = "completed", account.bank_account_id
        compare_account(account, got)
        self.compare_session(session_id)


def _granted(name: str) -> Fields:
    return {
        "bankAccountExternalId": f"ext-of-{name}",
        "accountName": f"Account {name}",
        "bankIdentifier": "customer-1:playground",
        "branchIdentifier": "n/a",
        "accountIdentifier": name,
    }


def _real(session: SessionModel, which: str) -> tuple[str, str, str, str]:
    return session.company, session.bank, "customer-1:playground", which


def _offers(session: SessionModel | None, used: bool = False) -> list[Fields]:
    if session is None or (session.status != "granted" and not used):
        return []
    return session.granted


def _session_verdict(
    session: SessionModel | None, provider: str, reporter: Reporter, now: float
) -> Verdict:
    named = reporter.form in ("path", "query")
    mine = session is not None and session.provider == provider
    usable = session is not None and session.status_at(now) == "open"
    return None if named and mine and usable else 409


def _kind_verdict(session: SessionModel | None, status: str, accounts: list[Fields]) -> Verdict:
    if session is not None and session.kind == "reauthorisation":
        return 400 if accounts else None
    return 400 if status == "success" and not accounts else None


def _odd_account(body: dict[str, Any], odd: str, expected: set[int]) -> set[int]:
    if odd == "unknown account":
        body["bankAccountId"] = NOWHERE
        return {400}
    if odd == "no account":
        del body["bankAccountId"]
        return {400}
    return expected


def _target(session_id: str, form: str) -> str:
    base = "/provider/v1/authorisations"
    return {
        "path": f"{base}/{session_id}",
        "query": f"{base}?authorisationId={session_id}",
        "no query": base,
        "empty query": f"{base}?authorisationId=",
        "query twice": f"{base}?authorisationId={session_id}&authorisationId={session_id}",
    }[form]


