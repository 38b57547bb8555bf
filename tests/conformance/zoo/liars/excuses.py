"""How several liars overlook what is wrong with a call: as late as can be, and nothing else."""

from collections.abc import Callable, Collection
from contextlib import suppress
from copy import copy
from typing import Any

import pytest

from sandbank_server.api import policies
from sandbank_server.api.calls import Answer
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.api.provider_security import ProviderCredentials
from sandbank_server.api.security import Caller, Headers, NoCredentials, read_token
from sandbank_server.domain.authorisations import Authorisation, Report
from sandbank_server.domain.refusals import Malformed, Refusal
from sandbank_server.service import authorisations
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, on_the_wire
from zoo.liars import retelling
from zoo.liars.retelling import object_of

# Whom an endpoint takes the caller for where the real one refuses; None leaves the refusal.
Excuse = Callable[[Endpoint, Headers, Refusal], Caller | None]
# What a refused call should have been; None leaves the refusal.
Mend = Callable[[Asked, Answered], Asked | None]
# What is done about a refused call, its body with it.
Then = Callable[[Endpoint, Request, bytes, Refusal], None]
Data = dict[str, Any]  # what a report brings as its `data`

REPORTS = retelling.at("PATCH", "/provider/v1/authorisations.*")  # the calls that report a session


class Excused(NoCredentials):
    """Credentials that were judged already, wrongly."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def check(self, headers: Headers) -> Caller:  # type: ignore[override]  # noqa: ARG002
        """The caller, whatever the headers say."""
        return self._caller


def excuse(patch: pytest.MonkeyPatch, excused: Excuse, *, refusing: bool = False) -> None:
    """Carries out calls that are right but for their credentials; others are judged as ever.

    With `refusing` the caller is refused nevertheless, when all is done.
    """
    real = Endpoint._judge_and_do

    async def deviating(self: Endpoint, request: Request, raw: bytes) -> Answer:
        try:
            return await real(self, request, raw)
        except Refusal as refusal:
            caller = excused(self, request.headers, refusal)
            if caller is None:
                raise
            lenient = copy(self)
            lenient._credentials = Excused(caller)
            with suppress(Refusal):
                answer = await real(lenient, request, raw)
                if not refusing:
                    return answer
            raise

    patch.setattr(Endpoint, "_judge_and_do", deviating)


def excuse_key(
    patch: pytest.MonkeyPatch,
    fits: Callable[[tuple[str, ...], str], bool],
    *,
    refusing: bool = False,
    at: Collection[str] = policies.REPORTS,
) -> None:
    """Takes the provider of the token where the keys that were sent `fit` its own.

    `at` are the operations that do so.
    """

    def excused(endpoint: Endpoint, headers: Headers, refusal: Refusal) -> Caller | None:
        credentials, sandbox = endpoint._credentials, endpoint._pipeline.sandbox
        token = read_token(sandbox, headers)
        meant = endpoint._operation_id in at and refusal.code == "api_key_wrong"
        if not meant or token is None:
            return None
        assert isinstance(credentials, ProviderCredentials)
        provider = sandbox.store.providers.get(token.claims.get("provider_id", ""))
        if provider is None or not fits(headers.get("x-api-key", ()), provider.api_key):
            return None
        with suppress(Refusal):
            credentials._judge_token(token, provider.provider_id)
            return ProviderCaller(provider_id=provider.provider_id)
        return None

    excuse(patch, excused, refusing=refusing)


def excuse_token(
    patch: pytest.MonkeyPatch,
    code: str,
    fits: Callable[[Sandbox, Headers], bool],
    *,
    refusing: bool = False,
    at: Collection[str] = policies.REPORTS,
) -> None:
    """Takes the provider of the key where a token is refused with this code but `fits`.

    `at` are the operations that do so.
    """

    def excused(endpoint: Endpoint, headers: Headers, refusal: Refusal) -> Caller | None:
        sandbox = endpoint._pipeline.sandbox
        if endpoint._operation_id not in at:
            return None
        if refusal.code != code or not fits(sandbox, headers):
            return None
        found = sandbox.store.providers.find("api_key", headers["x-api-key"][0])
        return ProviderCaller(provider_id=found[0].provider_id)

    excuse(patch, excused, refusing=refusing)


def retry(patch: pytest.MonkeyPatch, mend: Mend) -> None:
    """Asks again for a call that was refused, mended; what is refused then stays refused."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        mended = mend(asked, answered) if answered.status >= 400 else None
        if mended is None:
            return answered
        again = await forward(mended)
        return again if again.status < 400 else answered

    on_the_wire(patch, wire)


def after_refusals(patch: pytest.MonkeyPatch, then: Then) -> None:
    """Does something once a call was refused; it may refuse it for another reason."""
    real = Endpoint._judge_and_do

    async def deviating(self: Endpoint, request: Request, raw: bytes) -> Answer:
        try:
            return await real(self, request, raw)
        except Refusal as refusal:
            then(self, request, raw, refusal)
            raise

    patch.setattr(Endpoint, "_judge_and_do", deviating)


def refuse_reports(patch: pytest.MonkeyPatch, step: str, meant: Callable[[Data], bool]) -> None:
    """Refuses right reports whose data is meant, at the step that would carry them out."""
    coming: list[Data] = []
    real = getattr(authorisations, step)

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if REPORTS(asked):
            coming[:] = [data_of(asked.body)]
        return await forward(asked)

    def deviating(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
        if any(map(meant, coming)):
            raise Malformed("PRV-AUTH-16", "The bankAccounts are wrong.")
        return real(sandbox, authorisation, told)

    on_the_wire(patch, wire)
    patch.setattr(authorisations, step, deviating)


def data_of(body: bytes) -> Data:
    """The `data` of a report; empty where there is none."""
    data = object_of(body).get("data")
    return data if isinstance(data, dict) else {}
