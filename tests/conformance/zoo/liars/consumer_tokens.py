"""Servers that give tokens to whom they should not, or none to whom they should."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.organisations import Organisation
from sandbank_server.domain.refusals import Refusal, Unauthorised
from sandbank_server.service import consumer_tokens
from sandbank_server.service.comparisons import same_secret
from sandbank_server.service.consumer_tokens import TokenRequest
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.records import Nonce
from sandbank_server.service.signatures import signature
from zoo.animals import liar


@liar("CON-TOK-01", "GEN-05")
def gives_tokens_for_companies_of_others(patch: pytest.MonkeyPatch) -> None:
    """A company only has to exist for a token, in whichever organisation; the token opens it."""
    real = consumer_tokens._organisation

    def organisation(sandbox: Sandbox, request: TokenRequest) -> Organisation | None:
        company = sandbox.store.companies.get(request.company_id or "")
        mine = real(sandbox, replace(request, company_id=None))
        return mine if request.company_id is None or company is not None else None

    patch.setattr(consumer_tokens, "_organisation", organisation)


@liar("CON-TOK-01")
def gives_tokens_for_companies_that_are_not_there(patch: pytest.MonkeyPatch) -> None:
    """A token for a company that nobody has is given; it opens nothing."""
    real = consumer_tokens._organisation

    def organisation(sandbox: Sandbox, request: TokenRequest) -> Organisation | None:
        if sandbox.store.companies.get(request.company_id or "") is None:
            request = replace(request, company_id=None)
        return real(sandbox, request)

    patch.setattr(consumer_tokens, "_organisation", organisation)


@liar("CON-TOK-01")
def says_that_the_application_is_unknown(patch: pytest.MonkeyPatch) -> None:
    """The 401 for an application that is not known says that it is the application."""
    real = consumer_tokens.issue

    def issue(sandbox: Sandbox, request: TokenRequest) -> str | Refusal:
        issued = real(sandbox, request)
        known = sandbox.store.applications.get(request.application_id)
        if isinstance(issued, Unauthorised) and known is None:
            return Unauthorised("CON-TOK-01", "application_unknown", "Unknown X-Application.")
        return issued

    patch.setattr(consumer_tokens, "issue", issue)


@liar("CON-TOK-02")
def takes_a_nonce_again_and_again(patch: pytest.MonkeyPatch) -> None:
    """Nonces are not remembered."""
    patch.setattr(consumer_tokens, "_use_up_nonce", lambda *_: True)


@liar("CON-TOK-02")
def remembers_only_the_latest_nonce(patch: pytest.MonkeyPatch) -> None:
    """A nonce works again once another one has been used."""
    latest: dict[str, str] = {}

    def use_up(_: Sandbox, request: TokenRequest) -> bool:
        fresh = latest.get(request.application_id) != request.nonce or not request.nonce
        latest[request.application_id] = request.nonce
        return fresh

    patch.setattr(consumer_tokens, "_use_up_nonce", use_up)


@liar("CON-TOK-02")
def gives_the_nonce_of_a_refused_call_back(patch: pytest.MonkeyPatch) -> None:
    """Only a call that brings a token uses its nonce up."""
    real = consumer_tokens.issue

    def issue(sandbox: Sandbox, request: TokenRequest) -> str | Refusal:
        nonce = Nonce(application_id=request.application_id, nonce=request.nonce)
        key = consumer_tokens.nonce_key(nonce.application_id, nonce.nonce)
        used_before = sandbox.store.nonces.get(key)
        issued = real(sandbox, request)
        if isinstance(issued, Refusal) and used_before is None:
            sandbox.store.nonces.remove(key)
        return issued

    patch.setattr(consumer_tokens, "issue", issue)


@liar("CON-TOK-03")
def does_not_look_at_the_signature(patch: pytest.MonkeyPatch) -> None:
    """Any signature brings a token."""
    patch.setattr(consumer_tokens, "_signed", lambda *_: True)


@liar("CON-TOK-03")
def leaves_the_body_out_of_the_signature(patch: pytest.MonkeyPatch) -> None:
    """A call that has a body has to be signed as if it had none."""
    real = consumer_tokens._signed

    def signed(request: TokenRequest, organisation: Organisation) -> bool:
        return real(replace(request, call=replace(request.call, body=b"")), organisation)

    patch.setattr(consumer_tokens, "_signed", signed)


@liar("CON-TOK-03")
def compares_signatures_in_small_letters(patch: pytest.MonkeyPatch) -> None:
    """A signature whose letters are of the wrong case brings a token."""

    def signed(request: TokenRequest, organisation: Organisation) -> bool:
        right = signature(request.call, request.nonce, organisation.signing_key)
        return request.signature is None or same_secret(request.signature.lower(), right.lower())

    patch.setattr(consumer_tokens, "_signed", signed)


@liar("CON-TOK-03")
def signs_with_the_key_of_any_organisation(patch: pytest.MonkeyPatch) -> None:
    """What another organisation signed brings a token as well."""
    real, all_of_them = consumer_tokens._organisation, list[Organisation]()

    def organisation(sandbox: Sandbox, request: TokenRequest) -> Organisation | None:
        all_of_them[:] = sandbox.store.organisations.all()
        return real(sandbox, request)

    signed = consumer_tokens._signed
    patch.setattr(consumer_tokens, "_organisation", organisation)
    patch.setattr(
        consumer_tokens, "_signed", lambda request, _: any(signed(request, o) for o in all_of_them)
    )


@liar("CON-TOK-04")
def gives_tokens_without_a_nonce(patch: pytest.MonkeyPatch) -> None:
    """A call for a token needs no `X-Nonce`."""
    real = consumer_tokens._missing_headers

    def missing(sandbox: Sandbox, request: TokenRequest) -> Any:
        return (name for name in real(sandbox, request) if name != "X-Nonce")

    patch.setattr(consumer_tokens, "_missing_headers", missing)
