"""Who reports sessions and what; what is said of it by session and kind."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from integration.walk.walk_steps import NOWHERE, Verdict, often
from integration.walk.walk_values import Fields, SessionModel

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


GRANTED = st.sampled_from(("walk-1", "walk-2", "walk-1", "acct-1", "acct-4"))


GRANTS = often(True, False, times=6).flatmap(
    lambda some: st.lists(GRANTED, min_size=1, max_size=3) if some else st.just([])
)


ADVANCES = {
    "PT1S": 1,
    "PT4M59S": 299,
    "PT5M": 300,
    "PT20M": 1200,
    "PT25M": 1500,
    "PT1H": 3600,
    "P1D": 86400,
}


@dataclass(frozen=True)
class Reporter:
    """Which provider reports, how well it does so, and by which form of the path."""

    provider: str
    fault: str
    form: str


REPORTERS = st.builds(
    Reporter,
    often("", "provider-a", "provider-b", times=16),
    often(*FAULTS, times=40),
    often("path", "query", "query", "no query", "empty query", "query twice", times=16),
)


def granted_account(name: str) -> Fields:
    return {
        "bankAccountExternalId": f"ext-of-{name}",
        "accountName": f"Account {name}",
        "bankIdentifier": "customer-1:playground",
        "branchIdentifier": "n/a",
        "accountIdentifier": name,
    }


def real_account(session: SessionModel, which: str) -> tuple[str, str, str, str]:
    return session.company, session.bank, "customer-1:playground", which


def offers_of(session: SessionModel | None, used: bool = False) -> list[Fields]:
    if session is None or (session.status != "granted" and not used):
        return []
    return session.granted


def session_verdict(
    session: SessionModel | None, provider: str, reporter: Reporter, now: float
) -> Verdict:
    named = reporter.form in ("path", "query")
    mine = session is not None and session.provider == provider
    usable = session is not None and session.status_at(now) == "open"
    return None if named and mine and usable else 409


def kind_verdict(session: SessionModel | None, status: str, accounts: list[Fields]) -> Verdict:
    if session is not None and session.kind == "reauthorisation":
        return 400 if accounts else None
    return 400 if status == "success" and not accounts else None


def odd_account(body: dict[str, Any], odd: str, expected: set[int]) -> set[int]:
    if odd == "unknown account":
        body["bankAccountId"] = NOWHERE
        return {400}
    if odd == "no account":
        del body["bankAccountId"]
        return {400}
    return expected


def report_target(session_id: str, form: str) -> str:
    base = "/provider/v1/authorisations"
    return {
        "path": f"{base}/{session_id}",
        "query": f"{base}?authorisationId={session_id}",
        "no query": base,
        "empty query": f"{base}?authorisationId=",
        "query twice": f"{base}?authorisationId={session_id}&authorisationId={session_id}",
    }[form]
