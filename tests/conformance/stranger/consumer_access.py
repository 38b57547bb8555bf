"""Tokens, organisations and banks of the Consumer API."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import jwt

from .fields import is_text
from .provider import same
from .web import Call, Refusal, Reply, bearer, read_json
from .world import Organisation, new_id, stamp, utcnow

ISSUER, AUDIENCE = "urn:stranger:auth", "urn:stranger:consumer"


def encode(text: str) -> str:
    return quote(text, safe="-._~")


def _signatures(call: Call, key: str, nonce: str) -> list[str]:
    """What is right for this call; the body may be sorted in or come last."""
    pairs = sorted(f"{encode(k)}={encode(v)}" for k, v in call.query)
    variants = [pairs]
    if call.body:
        body = "body=" + encode(base64.b64encode(call.body).decode())
        variants = [[*pairs, body], sorted([*pairs, body])]
    result = []
    for params in variants:
        text = "&".join(
            encode(part) for part in (call.method, call.url.lower(), "&".join(params), nonce)
        )
        digest = hmac.new(f"{key}&null".encode(), text.encode(), hashlib.sha1).digest()
        result.append(base64.b64encode(digest).decode())
    return result


def _check_signature(call: Call, organisation: Organisation, nonce: str) -> None:
    signature = call.header("X-Signature")
    if signature is None and not call.world.options.demand_signature:
        return
    if not any(
        same(right, signature or "") for right in _signatures(call, organisation.signing_key, nonce)
    ):
        raise Refusal(403, "Access denied")


def get_access_token(call: Call) -> Reply:
    world = call.world
    application, organisation_id, nonce = (
        call.header(n) or "" for n in ("X-Application", "X-Organisation-Id", "X-Nonce")
    )
    company = call.header("X-Company-Id") or None
    used = (application, nonce) in world.nonces
    world.nonces.add((application, nonce))
    if not (application.strip() and organisation_id.strip() and nonce.strip()):
        raise Refusal(401, "Access denied")
    organisation = world.organisations.get(organisation_id)
    if used or application not in world.applications or organisation is None:
        raise Refusal(403, "Access denied")
    _check_signature(call, organisation, nonce)
    if company is not None and company not in organisation.companies:
        raise Refusal(403, "Access denied")
    claims = _claims(organisation_id, company, application)
    return Reply(
        200,
        {"jwt": jwt.encode(claims, world.jwt_key, algorithm="HS256"), "ttl": 1200},
        {"Cache-Control": "no-store"},
    )


def _claims(organisation_id: str, company: str | None, application: str) -> dict[str, Any]:
    now = utcnow()
    return {
        "organisationId": organisation_id,
        "companyId": company,
        "sourceProduct": application,
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + timedelta(minutes=20),
        "jti": secrets.token_hex(8),
    }


def need_application(call: Call) -> str:
    application = call.header("X-Application")
    if not application:
        raise Refusal(400, "Required header 'x-application' is not present")
    if application not in call.world.applications:
        raise Refusal(401, "Unknown application")
    return application


def need_company(call: Call) -> str:
    """The company in the path, which is the token's; any other one does not exist here."""
    application = need_application(call)
    header = call.header("Authorization")
    if not header:
        raise Refusal(403, "Missing Authentication Token")
    try:
        claims: dict[str, Any] = jwt.decode(
            bearer(header) or "",
            call.world.jwt_key,
            algorithms=["HS256"],
            issuer=ISSUER,
            audience=AUDIENCE,
        )
    except jwt.ExpiredSignatureError:
        raise Refusal(401, "The incoming token has expired") from None
    except (jwt.PyJWTError, ValueError):
        raise Refusal(403, "Forbidden") from None
    if claims["sourceProduct"] != application:
        raise Refusal(401, "Application does not match")
    if claims["companyId"] is None or claims["companyId"] != call.ids["companyId"]:
        raise Refusal(404, "Company not found")
    return call.ids["companyId"]


def need_object(call: Call) -> dict[str, Any]:
    if call.media_type != "application/json":
        raise Refusal(415, "Content-Type is not supported")
    body = read_json(call.body)
    if not isinstance(body, dict):
        raise Refusal(422, "Validation failed", details=["must be an object"])
    return body


def create_organisation(call: Call) -> Reply:
    need_application(call)
    body = need_object(call)
    company = body.get("company")
    if not isinstance(company, dict) or not is_text(company.get("name")):
        raise Refusal(422, "Validation failed", details=["company.name: must not be blank"])
    texts = [
        company.get(n)
        for n in ("postalCode", "standardIndustrialCode", "vatNumber", "languageCode")
    ]
    if not all(text is None or isinstance(text, str) for text in [*texts, body.get("crmId")]):
        raise Refusal(422, "Validation failed", details=["company: texts are expected"])
    if not isinstance(body.get("user", {}), dict | None):
        raise Refusal(422, "Validation failed", details=["user: must be an object"])
    made = Organisation(new_id("ORG-"), secrets.token_urlsafe(24), [new_id("CMP-")])
    call.world.organisations[made.organisation_id] = made
    return Reply(
        201,
        {
            "organisationId": made.organisation_id,
            "companies": made.companies,
            "token": made.signing_key,
            "createdAt": stamp(utcnow()),
        },
    )


def _shown(bank: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in bank.items() if not key.startswith("_")} | {
        "localName": None
    }


def list_banks(call: Call) -> Reply:
    need_application(call)
    country, name = (call.one("primaryCountry") or "").upper(), (call.one("name") or "").lower()
    found = [
        _shown(bank)
        for bank in call.world.banks.values()
        if bank["_offered"] <= utcnow()
        and country in ("", bank["primaryCountry"], bank["primaryCountry2CharIso"])
        and name in bank["name"].lower()
    ]
    return Reply(200, sorted(found, key=lambda bank: bank["name"], reverse=True))


def get_bank(call: Call) -> Reply:
    need_application(call)
    bank = call.world.banks.get(call.ids["bankId"])
    if bank is None:
        raise Refusal(404, "Bank not found")
    return Reply(200, _shown(bank))
