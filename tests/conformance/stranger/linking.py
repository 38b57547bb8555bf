"""Linking: the user is sent away, and the product asks how that ended by routes that work once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from .consumer_access import need_application, need_company
from .consumer_accounts import need_account
from .web import Call, Refusal, Reply
from .world import SESSION_LIFE, BankAccount, Session, new_id, utcnow

BANK_PAGE = "https://login.bank.example"
PERIOD = 5000


def begin_linking(call: Call) -> Reply:
    """To the bank's page; both spellings of the parameter count."""
    company = need_company(call)
    bank_id = call.one("bankId") or call.one("bankid")
    bank = call.world.banks.get(bank_id or "")
    if bank is None:
        raise Refusal(422, "Validation failed", details=["bankId: unknown bank"])
    return _begun(call, bank["_provider"], company, "auth", {"bank": bank["bankId"]})


def begin_reauthorisation(call: Call) -> Reply:
    """To the bank's page, for an account that is connected."""
    account = need_account(call)
    if account.status == "cancelled":
        raise Refusal(422, "Bank account not connected")
    provider = call.world.all_banks[account.bank_id]["_provider"]
    about = {"bankaccount": account.account_id}
    return _begun(call, provider, account.company_id, "authrefresh", about, account)


def poll(call: Call) -> Reply:
    """How things stand; the route is used up by that."""
    company, application = need_company(call), need_application(call)
    session = call.world.polls.get(call.ids["token"])
    if session is None or (session.company_id, session.application) != (company, application):
        raise Refusal(404, "Unknown route")
    del call.world.polls[call.ids["token"]]
    account = call.world.accounts.get(session.account_id or "")
    if account is not None and session.state == "success" and account.status != "cancelled":
        return Reply(200, {"account": _told(account), "success": True})
    failed = session.state == "failure" or (account and account.status == "cancelled")
    if failed or session.expires <= utcnow():
        return Reply(200, {"account": None, "success": False, "reason": "noGrant"})
    return Reply(202, {"pollRoute": _route(call, session), "pollPeriod": PERIOD})


def list_available(call: Call) -> Reply:
    """Nobody is asked here, so there is nothing more to link."""
    need_company(call)
    if not call.one("bankAccountIds"):
        raise Refusal(400, "Required parameter 'bankAccountIds' is not present")
    return Reply(200, {"availableAccounts": []})


def link_available(call: Call) -> Reply:
    """No candidate was ever offered."""
    need_company(call)
    raise Refusal(404, "Candidate not found")


def _begun(
    call: Call,
    provider: str,
    company: str,
    page: str,
    about: dict[str, str],
    account: BankAccount | None = None,
) -> Reply:
    session = Session(
        new_id("AU-"),
        provider,
        utcnow() + SESSION_LIFE,
        account.account_id if account else None,
        company_id=company,
        application=need_application(call),
    )
    call.world.sessions[session.session_id] = session
    host = call.url.removesuffix(call.path)
    query = about | {
        "authorisation_id": session.session_id,
        "redirect_uri": f"{host}/return",
        "state": new_id("S-"),
    }
    location = f"{BANK_PAGE}/{page}?{urlencode(query)}"
    body = {"redirect": location, "pollRoute": _route(call, session), "pollPeriod": PERIOD}
    return Reply(302, body, {"Location": location})


def _route(call: Call, session: Session) -> str:
    """A whole address."""
    token = new_id("P-")
    call.world.polls[token] = session
    host = call.url.removesuffix(call.path)
    return f"{host}/consumer/v1/{session.company_id}/sessions/{token}"


def _told(account: BankAccount) -> dict[str, Any]:
    names = (
        "accountName",
        "accountKey",
        "accountIdentifier",
        "bankIdentifier",
        "branchIdentifier",
    )
    shown = {name: account.details[name] for name in names}
    return shown | {"bankAccountExternalId": account.details["externalId"]}
