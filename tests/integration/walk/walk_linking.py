"""Steps of a walk: a product begins sessions and polls them."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from integration.walk.walk_consumer_calls import CONSUMERS, ConsumerCaller
from integration.walk.walk_linking_data import (
    BANK_QUERIES,
    compare_begun,
    compare_end,
    new_route,
    route_verdict,
    under_way,
)
from integration.walk.walk_model import BANK_OF, PROVIDER_OF
from integration.walk.walk_sessions import SessionSteps
from integration.walk.walk_steps import NOWHERE, NUMBERS, equal, first, often, pick
from integration.walk.walk_values import SESSION_LIFE, AccountModel, PollModel, SessionModel


class LinkingSteps(SessionSteps):
    """Linking, authorising anew, asking how that ended."""

    @rule(
        caller=CONSUMERS,
        provider=often("provider-a", "provider-b", times=3),
        asked=often(*BANK_QUERIES, times=12),
    )
    def begin_linking(self, caller: ConsumerCaller, provider: str, asked: str) -> None:
        """A product sends its user to a bank."""
        bank, company = BANK_OF[provider], self.company_verdict(caller)
        query, verdict = BANK_QUERIES[asked]
        # Whether a bank is known can be asked before or after whose company it is.
        verdict = {400, 403} if asked == "unknown bank" and company else verdict
        reply = self.attempt(
            first(self.credentials_verdict(caller), verdict, company, 302),
            "GET",
            self.place(caller, f"/indirectlinkaccount?{query.format(bank=bank)}"),
            self.headers(caller),
            changes=True,
        )
        if reply.status == 302:
            equal("Location", reply.json()["redirect"], reply.header("location"))
            session = self._session_of("onboarding", self.company_of(caller), bank)
            self._begun_by_product(session, None, reply.json())

    @rule(caller=CONSUMERS, number=NUMBERS)
    def begin_reauthorisation(self, caller: ConsumerCaller, number: int) -> None:
        """A product sends its user to renew the access to an account."""
        account = self.account_at(caller, number)
        name = account.bank_account_id if account else NOWHERE
        gone = 409 if account and not account.connected else None
        reply = self.attempt(
            first(*self._reach(caller, account), gone, 302),
            "GET",
            self.path(caller, f"/{name}/indirectauth?web=true"),
            self.headers(caller),
            changes=True,
        )
        if account and reply.status == 302:
            session = self._session_of("reauthorisation", account.company, account.bank)
            session.account = account.bank_account_id
            self._begun_by_product(session, account, reply.json())

    @precondition(lambda self: any(s.poll for s in self.model.sessions.values()))
    @rule(
        caller=CONSUMERS,
        number=NUMBERS,
        which=st.sampled_from(("current", "current", "current", "first", "made up")),
        times=st.sampled_from((1, 1, 2)),
    )
    def poll(self, caller: ConsumerCaller, number: int, which: str, times: int) -> None:
        """A product asks how a session stands, now and then by a route that it has used."""
        session = self._polled_at(caller, number)
        assert session.poll is not None
        name = session.poll.routes[-1 if which == "current" else 0]
        for _ in range(times):
            self._poll(caller, session, f"{NOWHERE}.1" if which == "made up" else name)

    def _polled_at(self, caller: ConsumerCaller, number: int) -> SessionModel:
        polled = [each for each in self.model.sessions.values() if each.poll]
        own = [each for each in polled if each.company == self.company_of(caller)]
        return pick(own if own and number else polled, number)

    def _poll(self, caller: ConsumerCaller, session: SessionModel, name: str) -> None:
        now = self.model.now
        reply = self.attempt(
            first(
                self.credentials_verdict(caller),
                self.company_verdict(caller),
                route_verdict(session, self.company_of(caller), name, now),
                202 if under_way(session, now) else 200,
            ),
            "GET",
            self.place(caller, f"/polls/{name}"),
            self.headers(caller),
            changes=True,
        )
        if reply.status == 202:
            new_route(session, now, reply.json())
        elif reply.status == 200 and session.poll:
            session.poll.answered = True
            compare_end(self.model, session, reply.json())

    def _session_of(self, kind: str, company: str, bank: str) -> SessionModel:
        expires, poll = self.model.now + SESSION_LIFE, PollModel(routes=[], given_at=0)
        return SessionModel(PROVIDER_OF[bank], kind, company, bank, expires, "open", poll=poll)

    def _begun_by_product(
        self, session: SessionModel, account: AccountModel | None, got: Any
    ) -> None:
        session_id = compare_begun(session, account, got)
        assert session_id not in self.model.sessions, "an id was given twice"
        self.model.sessions[session_id] = session
        self.model.told.append(("resourceCreated", session_id))
        new_route(session, self.model.now, got)
        self.compare_session(session_id)
