"""The Authentication Service: tokens for products, and who may have one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sandbank_server.domain.organisations import Organisation
from sandbank_server.domain.refusals import Malformed, Refusal, Unauthorised
from sandbank_server.service.comparisons import same_secret
from sandbank_server.service.keys import nonce_key
from sandbank_server.service.ports import Audience, Sandbox
from sandbank_server.service.records import Nonce
from sandbank_server.service.signatures import SignedCall, signature

LIFETIME = timedelta(minutes=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """What a product shows for a token; an empty text is a header that is missing or doubled."""

    application_id: str
    organisation_id: str
    nonce: str
    company_id: str | None = None
    signature: str | None = None
    call: SignedCall


def issue(sandbox: Sandbox, request: TokenRequest) -> str | Refusal:
    """A token of 20 minutes, or why there is none.

    The refusal is returned, not raised: the nonce of a refused call is used up all the same, and
    an exception would take that back with everything else.
    """
    fresh = _use_up_nonce(sandbox, request)
    missing = [*_missing_headers(sandbox, request)]
    if missing:
        names = ", ".join(missing)
        return Malformed("CON-TOK-04", f"Needed once each, and not empty: {names}.")
    organisation = _organisation(sandbox, request)
    if organisation is None:
        return Unauthorised(
            "CON-TOK-01",
            "unauthorized",
            "Application, organisation and company are not known to belong together.",
        )
    if not fresh:
        return Unauthorised("CON-TOK-02", "nonce_used", "This nonce was used; each works once.")
    if not _signed(request, organisation):
        return Unauthorised(
            "CON-TOK-03",
            "wrong_signature",
            "X-Signature is not the signature of this call with this nonce.",
        )
    return sandbox.tokens.issue(Audience.CONSUMER, _claims(request), LIFETIME)


def _use_up_nonce(sandbox: Sandbox, request: TokenRequest) -> bool:
    """Whether the nonce was still unused; it is not any longer."""
    known = sandbox.store.applications.get(request.application_id) is not None
    if not known or not request.nonce:  # what strangers send is not kept
        return True
    if sandbox.store.nonces.get(nonce_key(request.application_id, request.nonce)):
        return False
    sandbox.store.nonces.put(Nonce(application_id=request.application_id, nonce=request.nonce))
    return True


def _missing_headers(sandbox: Sandbox, request: TokenRequest) -> Iterator[str]:
    headers = {
        "X-Application": request.application_id,
        "X-Organisation-Id": request.organisation_id,
        "X-Company-Id": request.company_id,
        "X-Nonce": request.nonce,
        "X-Signature": request.signature,
    }
    for name, value in headers.items():
        absent = value is None and name == "X-Signature" and sandbox.store.settings.demand_signature
        if value == "" or absent:
            yield name


def _organisation(sandbox: Sandbox, request: TokenRequest) -> Organisation | None:
    store = sandbox.store
    organisation = store.organisations.get(request.organisation_id)
    if store.applications.get(request.application_id) is None or organisation is None:
        return None
    if request.company_id is None:
        return organisation
    company = store.companies.get(request.company_id)
    belongs = company is not None and company.organisation_id == organisation.organisation_id
    return organisation if belongs else None


def _signed(request: TokenRequest, organisation: Organisation) -> bool:
    if request.signature is None:
        return True
    right = signature(request.call, request.nonce, organisation.signing_key)
    return same_secret(request.signature, right)


def _claims(request: TokenRequest) -> dict[str, str]:
    claims = {
        "organisationId": request.organisation_id,
        "sourceProduct": request.application_id,
    }
    if request.company_id is not None:
        claims["companyId"] = request.company_id
    return claims
