"""Tokens, tenants and users of the User banking API."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from .fields import is_text
from .provider import read_form, same
from .web import Call, Refusal, Reply, bearer, read_json
from .world import Grant, UploadAccount, User, utcnow

TOKEN_SECONDS = 300
USERS_PER_PAGE = 10
LONGEST = 3155760000
UPLOAD = "banking-upload"


def issue_token(call: Call) -> Reply:
    """Every scope of the client is granted, whatever `scope` asks for; the answer says which."""
    form = read_form(call.body)
    if not all(is_text(form.get(name)) for name in ("grant_type", "client_id", "client_secret")):
        raise Refusal(400, "grant_type, client_id and client_secret are required", "invalidRequest")
    if form["grant_type"] != "client_credentials":
        raise Refusal(400, "Only client_credentials is supported", "unsupportedGrantType")
    secret, scope = call.world.clients.get(form["client_id"], ("", ""))
    if not secret or not same(secret, form["client_secret"]):
        raise Refusal(400, "Invalid client or invalid client credentials", "invalidClient")
    token = "ub-" + secrets.token_urlsafe(36)
    expires = utcnow() + timedelta(seconds=TOKEN_SECONDS)
    call.world.upload_grants[token] = Grant(form["client_id"], expires, frozenset(scope.split()))
    return Reply(
        200,
        {
            "access_token": token,
            "expires_in": TOKEN_SECONDS,
            "refresh_expires_in": 0,
            "token_type": "Bearer",
            "not-before-policy": 0,
            "session_state": secrets.token_hex(8),
            "scope": scope,
        },
        {"Cache-Control": "no-store"},
    )


def need_grant(call: Call, scope: str = "banking") -> Grant:
    grant = call.world.upload_grants.get(bearer(call.header("Authorization")) or "")
    if grant is None or grant.expires <= utcnow():
        raise Refusal(401, "Access token is missing, invalid or expired", "unauthorized")
    if scope not in grant.scopes:
        raise Refusal(401, f"The scope {scope} was not granted", "insufficientScope")
    return grant


def need_tenant(call: Call, scope: str = "banking") -> tuple[str, str]:
    client = need_grant(call, scope).owner
    tenant = call.header("TenantID") or client
    suffix = tenant.removeprefix(client + "-")
    if tenant != client and (suffix == tenant or not suffix):
        raise Refusal(400, "TenantID is not one of yours", "invalidTenant")
    return client, tenant


def need_user(call: Call, scope: str = "banking") -> User:
    """One that is not reachable is forbidden, whether or not it exists elsewhere."""
    owner = need_tenant(call, scope)
    user = call.world.users.get(call.ids["user-id"])
    if user is None or (user.client, user.tenant) != owner:
        raise Refusal(403, "No access to this user", "forbidden")
    return user


def need_account(call: Call, user: User) -> UploadAccount:
    account = user.accounts.get(call.ids["account-id"])
    if account is None:
        raise Refusal(404, "Account does not exist", "notFound")
    return account


def need_body(call: Call) -> Any:
    if not call.body.strip():
        raise Refusal(400, "Required request body is missing", "validationError")
    return read_json(call.body)


def _moment(value: datetime | None) -> str | None:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def shown(user: User) -> dict[str, Any]:
    return {
        "userId": user.user_id,
        "type": user.type,
        "automaticAnalysis": user.analysis,
        "expiresAt": _moment(user.expires),
        "tenant": user.tenant,
    }


def create_user(call: Call) -> Reply:
    client, tenant = need_tenant(call)
    body = need_body(call)
    if not isinstance(body, dict):
        raise Refusal(400, "An object is expected", "validationError")
    wrong = [] if body.get("type") in ("person", "company") else ["type: person or company"]
    if body.get("automaticAnalysis") not in ("active", "suspended"):
        wrong.append("automaticAnalysis: active or suspended")
    life = body.get("expiresIn")
    if life is not None and (type(life) is not int or not 1 <= life <= LONGEST):
        wrong.append("expiresIn: whole seconds")
    if wrong:
        raise Refusal(400, "; ".join(wrong), "validationError", wrong)
    expires = None if life is None else utcnow() + timedelta(seconds=life)
    user = User(
        "usr_" + secrets.token_hex(6),
        client,
        tenant,
        body["type"],
        body["automaticAnalysis"],
        expires,
    )
    call.world.users[user.user_id] = user
    return Reply(201, shown(user))


def page_of(call: Call, limit: int, items: list[Any]) -> dict[str, Any]:
    page = whole(call, "page", 1, 10**9)
    return {
        "meta": {
            "page": page,
            "limit": limit,
            "total": len(items),
            "pages": -(-len(items) // limit),
        },
        "data": items[(page - 1) * limit : page * limit],
    }


def whole(call: Call, name: str, default: int, most: int) -> int:
    """A number of the query; what is too large is cut down."""
    text = call.one(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) >= 1):
        raise Refusal(400, f"{name} must be a positive whole number", "validationError")
    return min(int(text), most)


def list_users(call: Call) -> Reply:
    """Newest first, ten to a page."""
    owner = need_tenant(call)
    found = [shown(u) for u in reversed(call.world.users.values()) if (u.client, u.tenant) == owner]
    return Reply(200, page_of(call, USERS_PER_PAGE, found))


def get_user(call: Call) -> Reply:
    return Reply(200, shown(need_user(call)))


def delete_user(call: Call) -> Reply:
    del call.world.users[need_user(call).user_id]
    return Reply(204)
