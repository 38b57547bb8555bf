"""What a walk expects of polls and candidates."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from integration.walk.walk_model import Model
from integration.walk.walk_steps import NOWHERE, Verdict, equal
from integration.walk.walk_values import (
    ROUTE_LIFE,
    AccountModel,
    CandidateModel,
    Fields,
    Real,
    SessionModel,
)

BASE = "http://127.0.0.1:8080"
PLAYED_BANK = "0c000000-0000-4000-8000-000000000001"
OTHER_BANK = "0c000000-0000-4000-8000-000000000002"
NEW_AT_THE_PLAYED_BANK = ("acct-21", "acct-22", "acct-23")

BANK_QUERIES: dict[str, tuple[str, Verdict]] = {
    "bankId": ("bankId={bank}&web=true", None),
    "bankid": ("bankid={bank}", None),
    "both": ("bankId={bank}&bankid={bank}", None),
    "neither": ("web=true", 400),
    "two banks": (f"bankId={PLAYED_BANK}&bankid={OTHER_BANK}", 400),
    "unknown bank": (f"bankId={NOWHERE}", 400),
    "blank": ("bankId=%20", 400),
}


def compare_begun(session: SessionModel, account: AccountModel | None, got: Any) -> str:
    """Hold what began a session against the model; the id that the provider was told."""
    where = urlsplit(got["redirect"])
    shown = dict(parse_qsl(where.query))
    session_id = shown.pop("authorisation_id")
    assert shown.pop("state"), "a session without a state"
    equal("redirect_uri", f"{BASE}/_bank/return", shown.pop("redirect_uri"))
    page, told = "/_bank/auth", {"bank": session.bank}
    if account:
        page = "/_bank/authrefresh"
        told = {"bankaccount": account.bank_account_id, "externalId": account.external_id}
    equal("the page", f"{BASE}{page}", f"{where.scheme}://{where.netloc}{where.path}")
    equal("what it is told", told, shown)
    return session_id


def new_route(session: SessionModel, now: float, got: Any) -> None:
    """Remember the route that works now."""
    equal("pollPeriod", 5000, got["pollPeriod"])
    base, _, name = got["pollRoute"].rpartition("/")
    equal("where polls are", f"/consumer/v1/{session.company}/polls", base)
    assert session.poll is not None
    assert name not in session.poll.routes, "a poll route was given twice"
    session.poll.routes.append(name)
    session.poll.given_at = now


def route_verdict(session: SessionModel, company: str, name: str, now: float) -> Verdict:
    """What is said of a route, before what it leads to is looked at."""
    poll = session.poll if session.company == company else None
    if poll is None or name not in poll.routes:
        return 404
    used = name != poll.routes[-1] or poll.answered
    return 410 if used or now >= poll.given_at + ROUTE_LIFE else None


def under_way(session: SessionModel, now: float) -> bool:
    return session.status_at(now) in ("open", "granted")


def compare_end(model: Model, session: SessionModel, got: Any) -> None:
    """Hold how a session ended against the model."""
    account = model.accounts.get(session.account or "")
    succeeded = session.status == "completed" and not (account and not account.connected)
    equal("success", succeeded, got["success"])
    told = got["account"]
    if not succeeded:
        equal("the account", None, told)
    elif session.kind == "reauthorisation" and account:
        real = (told["bankIdentifier"], told["accountIdentifier"])
        equal("the real account", account.real[2:], real)
        equal("its external id", account.external_id, told["bankAccountExternalId"])
    else:
        for name, value in granted_as(session, session.chosen).items():
            equal(name, value, told[name])


def granted_as(session: SessionModel, identifier: str | None) -> Fields:
    return next(g for g in session.granted if g["accountIdentifier"] == identifier)


def told_of(model: Model, real: Real, external_id: str) -> CandidateModel:
    """A provider told a company of an account; the latest word counts."""
    candidate = model.candidates.setdefault(real, CandidateModel(external_id))
    candidate.external_id = external_id
    return candidate


def listed_by_the_played_bank(model: Model, account: AccountModel) -> None:
    """The played bank told of the accounts of the customer who has this one."""
    if account.bank != PLAYED_BANK:
        return
    listed = {name: name.replace("acct", "ext") for name in NEW_AT_THE_PLAYED_BANK}
    for each in model.accounts.values():
        if each.real[:3] == account.real[:3]:
            listed[each.account_identifier] = each.external_id
    for identifier, external_id in listed.items():
        told_of(model, (*account.real[:3], identifier), external_id)


def compare_offers(model: Model, accounts: Iterable[AccountModel], got: Any) -> None:
    """Hold a list of candidates against the model; the ids they show are remembered."""
    own = {(each.company, each.bank) for each in accounts}
    expected = {real: each for real, each in model.candidates.items() if real[:2] in own}
    offers = got["availableAccounts"]
    connected = {a.real for a in model.accounts.values() if a.connected}
    flags = [(real[3], real in connected) for real in expected]
    found = [(o["accountIdentifier"], o["metadata"]["connected"]) for o in offers]
    equal("candidates", sorted(flags), sorted(found))
    for real, candidate in expected.items():
        fit = [o for o in offers if o["accountIdentifier"] == real[3]]
        ids = {o["bankAccountCandidateId"] for o in fit}
        if candidate.candidate_id:
            assert candidate.candidate_id in ids, "a candidate has another id now"
        elif len(fit) == 1:  # two banks may have an account of the same identifier
            (candidate.candidate_id,) = ids


def taken_over(model: Model, real: Real, body: Fields) -> tuple[str | None, Fields]:
    """The external id that an account has of its candidate, and what the body left out."""
    candidate = model.candidates.get(real)
    if candidate is None:
        return None, {}
    session = model.sessions.get(candidate.chosen_in or "")
    start = session.start if session and session.account is None else None
    return candidate.external_id, {"requestedStartDate": body.get("requestedStartDate") or start}


def use_choice(model: Model, account: AccountModel) -> None:
    """The session in which the user chose an account has come to this one."""
    candidate = model.candidates.get(account.real)
    session = model.sessions.get(candidate.chosen_in or "") if candidate else None
    if session is not None and session.account is None:
        session.account = account.bank_account_id
