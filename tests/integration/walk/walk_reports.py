"""Steps of a walk: a provider reports how a session ended."""

from collections.abc import Iterable

from hypothesis.stateful import rule
from integration.walk.walk_linking_data import told_of
from integration.walk.walk_session_data import (
    BAD_REPORTS,
    GRANTS,
    HARMLESS,
    REPORTERS,
    Reporter,
    granted_account,
    kind_verdict,
    real_account,
    report_target,
    session_verdict,
)
from integration.walk.walk_sessions import SessionSteps
from integration.walk.walk_steps import (
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    first,
    often,
)
from integration.walk.walk_tokens import bearer
from integration.walk.walk_values import Fields, SessionModel
from integration.walk.walk_world import PRODUCT


def _report(session: SessionModel | None, status: str, grants: list[str], number: int) -> Fields:
    """Mostly, renewals grant nothing; what grants nothing may leave the list out."""
    if session and session.kind == "reauthorisation" and number % 4:
        grants = []
    data: Fields = {"status": status, "bankAccounts": [granted_account(name) for name in grants]}
    if not grants and number % 2:
        del data["bankAccounts"]
    return data


class ReportSteps(SessionSteps):
    """Reporting sessions, rightly and wrongly."""

    @rule(
        number=NUMBERS,
        reporter=REPORTERS,
        status=often("success", "failure", times=3),
        grants=GRANTS,
        bad=often("", *BAD_REPORTS, times=40),
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
        session_id = self._session_at(number, "open")
        session = self.model.sessions.get(session_id)
        provider = reporter.provider or (session.provider if session else "provider-a")
        data = _report(session, status, grants, number)
        accounts = data.get("bankAccounts", [])
        content, raw, sent = encoded(sending, BAD_REPORTS.get(bad, {"data": data}))
        expected = first(
            self._report_credentials(reporter),
            403 if sent == 415 else sent,
            400 if bad else None,
            session_verdict(session, provider, reporter, self.model.now),
            kind_verdict(session, status, accounts),
            204,
        )
        headers = self._report_headers(provider, reporter.fault, content)
        target = report_target(session_id, reporter.form)
        reply = self.attempt(expected, "PATCH", target, headers, raw)
        if session and reply.status == 204:
            self._ended(session, status, accounts)
            self.compare_session(session_id)

    def _report_credentials(self, reporter: Reporter) -> Verdict:
        if reporter.fault == "stale token":
            return self.model.expired_token_status
        return None if reporter.fault in HARMLESS else 403

    def _report_headers(
        self, provider: str, fault: str, content: Iterable[tuple[str, str]] = ()
    ) -> list[tuple[str, str]]:
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
        found = changed.get(fault, [key, bearer(token)])
        return found if fault == "no media type" else [*found, *content]

    def _ended(self, session: SessionModel, status: str, accounts: list[Fields]) -> None:
        if status == "failure":
            session.status = "failed"
        elif session.kind == "onboarding":
            session.status = "granted"
            session.granted = list({a["accountIdentifier"]: a for a in accounts}.values())
            for each in session.granted:
                real = real_account(session, each["accountIdentifier"])
                told_of(self.model, real, each["bankAccountExternalId"])
        else:
            session.status = "completed"
            account = self.model.accounts[session.account or ""]
            account.status = "active" if account.status == "authRequired" else account.status
