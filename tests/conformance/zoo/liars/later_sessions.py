"""How later liars mix up sessions and what was granted in them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import (
    provider_parse,
)
from sandbank_server.api.provider_security import ReportCredentials
from sandbank_server.api.security import only
from sandbank_server.domain.authorisations import (
    AuthorisationEvent,
    AuthorisationKind,
    AuthorisationStatus,
    GrantedAccount,
    ReportedStatus,
)
from sandbank_server.service import (
    authorisations,
)
from zoo.animals import liar
from zoo.liars.calls_again import forgetting, own_open_session, strictly, when_malformed

Patch = pytest.MonkeyPatch


@liar("GEN-02")
def accounts_of_a_refused_report_are_offered_with_those_of_the_next(patch: Patch) -> None:
    """The good accounts of a report that answers 400 for another one are kept and offered later."""
    real = authorisations._onboard
    drafts: dict[str, tuple[GrantedAccount, ...]] = {}
    names = [*GrantedAccount.__dataclass_fields__]
    keys = [re.sub("_([a-z])", lambda found: found[1].upper(), name) for name in names]

    def granted(body: Any) -> Iterator[GrantedAccount]:
        data = body.get("data") if isinstance(body, dict) else None
        found = data.get("bankAccounts") if isinstance(data, dict) else None
        for each in found if isinstance(found, list) else []:
            values = [each.get(key) for key in keys] if isinstance(each, dict) else [None]
            if all(isinstance(value, str) and value.strip() for value in values):
                yield GrantedAccount(**dict(zip(names, values, strict=True)))

    def keep(self: Any, request: Any, raw: bytes) -> None:
        session = own_open_session(self, request)
        if session is not None and session.kind is AuthorisationKind.ONBOARDING:
            drafts[session.authorisation_id] = tuple(granted(strictly(raw)))

    def onboard(sandbox: Any, authorisation: Any, told: Any) -> Any:
        if told.status is ReportedStatus.SUCCESS and told.bank_accounts:
            kept = drafts.pop(authorisation.authorisation_id, ())
            told = replace(told, bank_accounts=(*told.bank_accounts, *kept))
        return real(sandbox, authorisation, told)

    patch.setattr(authorisations, "_onboard", onboard)
    when_malformed(patch, keep)
    forgetting(patch, drafts)


@liar("PRV-AUTH-08", "PRV-AUTH-12")
def a_company_is_offered_what_its_latest_session_brought(patch: Patch) -> None:
    """Granted accounts are kept by company and bank, so a second report replaces a first."""
    real = authorisations._onboard

    def onboard(sandbox: Any, authorisation: Any, told: Any) -> Any:
        ended = real(sandbox, authorisation, told)
        if ended.status is AuthorisationStatus.GRANTED:
            for other in list(sandbox.store.authorisations.all()):
                same = (other.company_id, other.bank_id) == (ended.company_id, ended.bank_id)
                if same and other.status is AuthorisationStatus.GRANTED:
                    sandbox.store.authorisations.put(replace(other, granted=ended.granted))
        return ended

    patch.setattr(authorisations, "_onboard", onboard)


@liar("PRV-AUTH-08", "PRV-AUTH-13")
def identifiers_of_digits_lose_their_leading_zeros(patch: Patch) -> None:
    """Identifiers in a report go through columns of numbers: `00417` is offered as `417`."""
    real = provider_parse._granted

    def number(text: str) -> str:
        digits = text.isascii() and text.isdigit()
        return (text.lstrip("0") or "0") if digits else text

    def granted(account: Any) -> GrantedAccount:
        it = real(account)
        return replace(
            it,
            bank_identifier=number(it.bank_identifier),
            account_identifier=number(it.account_identifier),
        )

    patch.setattr(provider_parse, "_granted", granted)


@liar("PRV-AUTH-10", "PRV-AUTH-12")
def a_failure_ends_every_open_session_of_the_account(patch: Patch) -> None:
    """After a failure all other re-authorisations of the account that are open have failed, too."""
    real = authorisations._reauthorise

    def reauthorise(sandbox: Any, authorisation: Any, told: Any) -> Any:
        ended = real(sandbox, authorisation, told)
        table = sandbox.store.authorisations
        if told.status is ReportedStatus.FAILURE:
            for other in table.find("account", authorisation.bank_account_id):
                if other.status_at(sandbox.clock.now()) is AuthorisationStatus.OPEN:
                    table.put(other.moved(AuthorisationEvent.FAILED))
        return ended

    patch.setattr(authorisations, "_reauthorise", reauthorise)


@liar("PRV-AUTH-12", "PRV-AUTH-17")
def a_report_ends_the_newest_session_of_the_account(patch: Patch) -> None:
    """The id only finds the bank account, and its newest open re-authorisation is ended."""
    real = authorisations._of_provider

    def of_provider(sandbox: Any, caller: Any, authorisation_id: str) -> Any:
        found = real(sandbox, caller, authorisation_id)
        if found.kind is not AuthorisationKind.REAUTHORISATION:
            return found
        now = sandbox.clock.now()
        sessions_of = sandbox.store.authorisations.find("account", found.bank_account_id)
        live = [
            each
            for each in sessions_of
            if each.kind is found.kind and each.status_at(now) is AuthorisationStatus.OPEN
        ]
        return live[-1] if live else found

    patch.setattr(authorisations, "_of_provider", of_provider)


@liar("PRV-AUTH-04")
def what_comes_after_the_token_of_a_provider_is_overlooked(patch: Patch) -> None:
    """`Authorization: Bearer <token> and more` is read up to the second blank."""
    real = ReportCredentials._token

    def token(self: Any, headers: Any) -> Any:
        words = (only(headers, "authorization") or "").split(" ")
        if len(words) > 2:
            headers = {**headers, "authorization": (" ".join(words[:2]),)}
        return real(self, headers)

    patch.setattr(ReportCredentials, "_token", token)
