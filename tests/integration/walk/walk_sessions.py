"""Steps of a walk: sessions begun and chosen from; time goes by."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from integration.walk.walk_account_data import compare_account
from integration.walk.walk_accounts import AccountSteps
from integration.walk.walk_linking_data import granted_as, told_of
from integration.walk.walk_model import BANK_OF, PROVIDER_OF, seconds
from integration.walk.walk_session_data import (
    odd_account,
    offers_of,
    real_account,
)
from integration.walk.walk_statement_data import PROCESSING
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    encoded,
    equal,
    first,
    often,
    pick,
)
from integration.walk.walk_values import ADVANCES, SESSION_LIFE, AccountModel, SessionModel


class SessionSteps(AccountSteps):
    """Beginning a session, choosing from what it offers."""

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
            expected = odd_account(body, odd, expected)
        if odd == "unknown provider":
            body["providerId"], expected = NOWHERE, {400}
        content, raw, _ = encoded("json", body)
        reply = self.attempt(expected, "POST", "/_sandbox/authorisations", content, raw)
        if reply.status == 201:
            self._begun(reply.json(), provider, kind, company, account)

    @precondition(lambda self: any(s.status == "granted" for s in self.model.sessions.values()))
    @rule(number=NUMBERS, which=st.sampled_from(("acct-1", "acct-4", "walk-1", "walk-2", "none")))
    def choose(self, number: int, which: str) -> None:
        """The user chooses one of the accounts that a session offers."""
        session_id = self._session_at(number, "granted")
        session = self.model.sessions.get(session_id)
        offered = offers_of(session)
        which = pick([g["accountIdentifier"] for g in offered], number) if offered else which
        target = f"/_sandbox/authorisations/{session_id}/candidates"
        body = {"accountIdentifier": which, "requestedStartDate": "2026-02-01"}
        content, raw, _ = encoded("json", body)
        reply = self.attempt(
            first(
                404 if session is None else None,
                None if session and session.status == "granted" else 409,
                409 if session and self.is_connected(real_account(session, which)) else None,
                200 if session and session.poll else 201,
            ),
            "POST",
            target,
            content,
            raw,
        )
        if session and reply.status < 400:
            self._completed(session_id, session, which)
            if session.poll:
                offered = {**granted_as(session, which), "connected": False}
                equal("the choice", offered, reply.json())
                self.compare_session(session_id)
            else:
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

    @rule(
        status=st.sampled_from((401, 403, 403)),
        demand=st.booleans(),
        processing=st.sampled_from(PROCESSING),
    )
    def change_settings(self, status: int, demand: bool, processing: Any) -> None:
        """The owner changes an expired token's answer, signatures, and how statements wait."""
        body = {
            "expiredTokenStatus": status,
            "demandSignature": demand,
            "statementProcessing": processing,
        }
        content, raw, _ = encoded("json", body)
        self.attempt({200}, "PATCH", "/_sandbox/settings", content, raw)
        self.model.expired_token_status, self.model.demand_signature = status, demand
        self.model.processing = processing

    def compare_session(self, session_id: str, *, account_too: bool = True) -> None:
        """Hold a session, its offers and its account against the model."""
        session, target = self.model.sessions[session_id], f"/_sandbox/authorisations/{session_id}"
        got = self.seen(target)
        equal("session", session.status_at(self.model.now), got["status"])
        equal("its subject", (session.kind, session.provider), (got["kind"], got["providerId"]))
        equal("its account", session.account, got.get("bankAccountId"))
        offers = [
            {**g, "connected": self.is_connected(real_account(session, g["accountIdentifier"]))}
            for g in offers_of(session, used=True)
        ]
        equal("candidates", offers, self.seen(f"{target}/candidates"))
        if session.account and account_too:
            self.compare_all_of(self.model.accounts[session.account])

    def _session_at(self, number: int, usual: str = "open") -> str:
        now = self.model.now
        fit = [k for k, s in self.model.sessions.items() if s.status_at(now) == usual]
        if fit and number % 4:
            return pick(fit, number)
        return NOWHERE if number == 0 else pick(list(self.model.sessions), number)

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

    def _completed(self, session_id: str, session: SessionModel, which: str) -> None:
        session.status, session.chosen, session.start = "completed", which, "2026-02-01"
        external_id = granted_as(session, which)["bankAccountExternalId"]
        candidate = told_of(self.model, real_account(session, which), external_id)
        candidate.chosen_in = session_id

    def _chosen(self, session_id: str, session: SessionModel, which: str, got: Any) -> None:
        granted = next(g for g in session.granted if g["accountIdentifier"] == which)
        company, bank, *names = real_account(session, which)
        account = AccountModel(
            got["bankAccountId"], company, bank, "pending", *names, granted["bankAccountExternalId"]
        )
        assert account.bank_account_id not in self.model.accounts, "an id was given twice"
        self.model.accounts[account.bank_account_id] = account
        self.model.told.append(("resourceCreated", account.bank_account_id))
        session.account = account.bank_account_id
        compare_account(account, got)
        self.compare_session(session_id)
