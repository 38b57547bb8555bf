"""Liars about the order in which the faults of a call on users are judged."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.api.user_banking_security import UploadCredentials
from sandbank_server.domain.refusals import Forbidden, Malformed, Refusal, Unauthorised
from sandbank_server.domain.uploads import UploadTransaction
from sandbank_server.service import deletions, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.protection import refuse_fetched
from sandbank_server.service.users import UserPath
from zoo.animals import liar
from zoo.liars.excuses import after_refusals

V = TypeVar("V")


def _caller(endpoint: Endpoint, request: Request) -> UploadCaller | None:
    """Who calls, with the tenant named; None outside the operations on users."""
    if not isinstance(endpoint._credentials, UploadCredentials):
        return None
    caller = endpoint._credentials.check(request.headers)
    return replace(caller, tenant="".join(request.headers.get("tenantid", ())) or None)


@liar("UB-ORD-01")
def judges_the_body_before_the_scope(patch: pytest.MonkeyPatch) -> None:
    """A broken body with a token that lacks the scope answers 400."""

    def then(endpoint: Endpoint, request: Request, raw: bytes, refusal: Refusal) -> None:
        uploads_only = isinstance(endpoint._credentials, UploadCredentials)
        if uploads_only and endpoint._body and "lacks the scope" in refusal.detail:
            endpoint._body.parse(raw, request.headers)

    after_refusals(patch, then)


@liar("UB-ORD-01")
def judges_the_body_before_the_token(patch: pytest.MonkeyPatch) -> None:
    """A broken body without a good token answers 400."""

    def then(endpoint: Endpoint, request: Request, raw: bytes, refusal: Refusal) -> None:
        uploads_only = isinstance(endpoint._credentials, UploadCredentials)
        if uploads_only and endpoint._body and isinstance(refusal, Unauthorised):
            endpoint._body.parse(raw, request.headers)

    after_refusals(patch, then)


@liar("UB-ORD-01")
def judges_the_tenant_before_the_body(patch: pytest.MonkeyPatch) -> None:
    """A broken body for a tenant that is not allowed answers 403."""

    def then(endpoint: Endpoint, request: Request, _raw: bytes, refusal: Refusal) -> None:
        caller = _caller(endpoint, request) if isinstance(refusal, Malformed) else None
        if caller is not None:
            users.tenant_of(caller.client_id, caller.tenant)

    after_refusals(patch, then)


@liar("UB-ORD-01")
def judges_the_user_before_the_body(patch: pytest.MonkeyPatch) -> None:
    """A broken body for an unknown user answers 404."""

    def then(endpoint: Endpoint, request: Request, _raw: bytes, refusal: Refusal) -> None:
        caller = _caller(endpoint, request) if isinstance(refusal, Malformed) else None
        user_id = request.scope["path_params"].get("user-id")
        if caller is not None and user_id is not None:
            try:
                users.user(endpoint._pipeline.sandbox, caller, UserPath(user_id=user_id))
            except Forbidden:
                return

    after_refusals(patch, then)


@liar("UB-ORD-01")
def judges_fetched_ids_before_unknown_ones(patch: pytest.MonkeyPatch) -> None:
    """A batch of transactions with a fetched and an unknown id answers 403."""
    real = deletions.all_known

    def deviating(
        requirement: str, things: str, done: str, found: Mapping[str, V | None]
    ) -> dict[str, V]:
        fetched = (
            id_ for id_, it in found.items() if isinstance(it, UploadTransaction) and it.fetched
        )
        refuse_fetched("UB-DEL-07", done, fetched)
        return real(requirement, things, done, found)

    patch.setattr(deletions, "all_known", deviating)
