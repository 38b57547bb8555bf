"""The Provider API: tokens and the report of a session's end."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from .fields import is_text
from .web import Call, Refusal, Reply, bearer, read_json
from .world import Grant, Session, World, utcnow

GRANTED = (
    "bankAccountExternalId",
    "accountName",
    "bankIdentifier",
    "branchIdentifier",
    "accountIdentifier",
)
PLAIN_ID = re.compile(r"[A-Za-z0-9._~-]{1,200}")
AUDIENCE = "sandbank/provider"


def same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode("utf-8", "replace"), right.encode("utf-8", "replace"))


def read_form(raw: bytes) -> dict[str, str]:
    """A form; a field that comes twice is refused."""
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise Refusal(400, "The form cannot be read", "invalid_request") from None
    if len({key for key, _ in pairs}) != len(pairs):
        raise Refusal(400, "A parameter is repeated", "invalid_request")
    return dict(pairs)


def _token_request(call: Call) -> Mapping[str, Any]:
    if call.media_type == "application/x-www-form-urlencoded":
        return read_form(call.body)
    if call.media_type != "application/json":
        raise Refusal(415, "Use a form or JSON", "invalid_request")
    try:
        body = read_json(call.body)
    except Refusal:
        raise Refusal(400, "Malformed JSON", "invalid_request") from None
    if not isinstance(body, dict):
        raise Refusal(400, "An object is expected", "invalid_request")
    return body


def issue_token(call: Call) -> Reply:
    """Credentials for an opaque token; a missing audience means the only one there is."""
    asked = _token_request(call)
    for name in ("grant_type", "client_id", "client_secret"):
        if not is_text(asked.get(name)):
            raise Refusal(400, f"{name} is required", "invalid_request")
    if asked["grant_type"] != "client_credentials":
        raise Refusal(403, "Grant type not allowed for the client", "unauthorized_client")
    secret, _ = call.world.providers.get(asked["client_id"], ("", ""))
    right = same(secret, asked["client_secret"]) and bool(secret)
    if not right or asked.get("audience", AUDIENCE) != AUDIENCE:
        raise Refusal(403, "Unauthorized", "access_denied")
    token, life = "opq." + secrets.token_urlsafe(40), call.world.options.token_seconds
    call.world.provider_grants[token] = Grant(
        asked["client_id"], utcnow() + timedelta(seconds=life)
    )
    return Reply(
        200,
        {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": life,
            "scope": "provider:report",
        },
        {"Cache-Control": "no-store", "Pragma": "no-cache"},
    )


def _by_key(world: World, key: str | None) -> str:
    if not key:
        raise Refusal(401, "Unauthorized")
    for name, (_, right) in world.providers.items():
        if same(right, key):
            return name
    raise Refusal(403, "Forbidden")


def authenticate(call: Call) -> str:
    """The provider that both the key and the token belong to."""
    provider = _by_key(call.world, call.header("X-Api-Key"))
    header = call.header("Authorization")
    if not header or header in call.world.provider_grants:
        raise Refusal(401, "Unauthorized")
    grant = call.world.provider_grants.get(bearer(header) or "")
    if grant is None or grant.owner != provider:
        raise Refusal(403, "Forbidden")
    if grant.expires <= utcnow():
        raise Refusal(401, "The incoming token has expired")
    return provider


def report_by_path(call: Call) -> Reply:
    return _report(
        call,
        call.ids["authorisationId"],
        PLAIN_ID.fullmatch(call.ids["authorisationId"]) is not None,
    )


def report_by_query(call: Call) -> Reply:
    given = [value for key, value in call.query if key == "authorisationId"]
    return _report(call, given[0] if given else "", len(given) == 1 and bool(given[0]))


def _report(call: Call, session_id: str, readable: bool) -> Reply:
    provider = authenticate(call)
    if not readable:
        raise Refusal(400, "Required parameter 'authorisationId' is not present or not readable")
    if call.media_type != "application/json":
        raise Refusal(415, "Content-Type is not supported")
    body = read_json(call.body)
    session = call.world.sessions.get(session_id)
    if session is None or session.provider != provider:
        raise Refusal(409, "Authorisation is not valid")
    if session.expires <= utcnow():
        raise Refusal(410, "Authorisation has ended")
    _apply(call.world, session, _validated(body))
    return Reply(204)


def _validated(body: Any) -> dict[str, Any]:
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict):
        raise Refusal(422, "Validation failed", details=["data: must be an object"])
    wrong = (
        []
        if data.get("status") in ("success", "failure")
        else ["data.status: must be success or failure"]
    )
    accounts = data.get("bankAccounts")
    accounts = [] if accounts is None else accounts
    if not isinstance(accounts, list):
        wrong.append("data.bankAccounts: must be an array")
        accounts = []
    for i, item in enumerate(accounts):
        held = item if isinstance(item, dict) else {}
        wrong += [
            f"data.bankAccounts[{i}].{name}: must not be blank"
            for name in GRANTED
            if not is_text(held.get(name))
        ]
    if wrong:
        raise Refusal(422, "Validation failed", details=wrong)
    return {"status": data["status"], "accounts": accounts}


def _apply(world: World, session: Session, report: dict[str, Any]) -> None:
    """The last report within the session's life counts."""
    account = world.accounts.get(session.account_id or "")
    if account is not None and account.status == "cancelled":
        raise Refusal(410, "Authorisation has ended")
    session.state = report["status"]
    if account is not None:
        if session.state == "success" and account.status == "authRequired":
            account.status, account.status_reason = "active", None
        return
    unique = {
        (a["bankIdentifier"], a["accountIdentifier"]): {n: a[n] for n in GRANTED}
        for a in report["accounts"]
    }
    session.offered = list(unique.values()) if session.state == "success" else []
