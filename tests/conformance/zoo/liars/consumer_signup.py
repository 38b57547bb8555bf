"""Servers that sign up organisations or offer banks otherwise than they should."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.api.consumer_security import ApplicationCredentials
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Malformed
from sandbank_server.service import banks, organisations
from sandbank_server.service.callers import ApplicationCaller
from sandbank_server.service.organisations import NewOrganisation, SignedUp
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.retelling import of_consumer, retell, retold


def _applications(patch: pytest.MonkeyPatch, *, missing: bool = False, **more: bool) -> None:
    real = ApplicationCredentials.check

    def check(self: ApplicationCredentials, headers: Any) -> ApplicationCaller:
        names = headers.get("x-application", ())
        if (missing and not names) or (more.get("unknown") and len(names) == 1 and names[0]):
            return ApplicationCaller(application_id="".join(names))
        first = names[:1] if more.get("doubled") else names
        return real(self, {**headers, "x-application": first})

    patch.setattr(ApplicationCredentials, "check", check)


@liar("CON-APP-01")
def shows_its_banks_to_everybody(patch: pytest.MonkeyPatch) -> None:
    """What asks for `x-application` only works without it."""
    _applications(patch, missing=True)


@liar("CON-APP-01")
def takes_any_name_for_an_application(patch: pytest.MonkeyPatch) -> None:
    """What asks for `x-application` only works with any."""
    _applications(patch, unknown=True)


@liar("CON-APP-01")
def takes_the_first_of_two_applications(patch: pytest.MonkeyPatch) -> None:
    """Where `x-application` alone is asked for, a second one is overlooked."""
    _applications(patch, doubled=True)


@liar("CON-ORG-01")
def tells_a_signing_key_that_signs_nothing(patch: pytest.MonkeyPatch) -> None:
    """The signing key of a new organisation is another than the one that is shown."""
    shown = retold(lambda body: {**body, "token": body["token"][::-1]})
    retell(patch, of_consumer("POST", "organisations"), shown)


@liar("CON-ORG-01")
def signs_up_without_a_company(patch: pytest.MonkeyPatch) -> None:
    """The company of a new organisation is named but not there."""
    real = organisations.sign_up

    def sign_up(sandbox: Sandbox, new: NewOrganisation) -> SignedUp:
        signed_up = real(sandbox, new)
        sandbox.store.companies.remove(signed_up.company.company_id)
        return signed_up

    patch.setattr(organisations, "sign_up", sign_up)


@liar("CON-ORG-01")
def gives_every_organisation_the_same_key(patch: pytest.MonkeyPatch) -> None:
    """New organisations share one signing key."""
    real = organisations.sign_up

    def sign_up(sandbox: Sandbox, new: NewOrganisation) -> SignedUp:
        signed_up = real(sandbox, new)
        shared = replace(signed_up.organisation, signing_key="the-key-of-all")
        sandbox.store.organisations.put(shared)
        return replace(signed_up, organisation=shared)

    patch.setattr(organisations, "sign_up", sign_up)


@liar("CON-ORG-01")
def asks_new_organisations_for_a_tax_number(patch: pytest.MonkeyPatch) -> None:
    """An organisation whose company has no `vatNumber` is refused."""
    real = ConsumerApi.create_organisation

    async def create(self: ConsumerApi, call: Call[ApplicationCaller]) -> Answer:
        if "vatNumber" not in call.body["company"]:
            raise Malformed("CON-ORG-01", "The company needs a vatNumber.")
        return await real(self, call)

    patch.setattr(ConsumerApi, "create_organisation", create)


@liar("CON-BANK-01")
def finds_banks_by_any_of_the_filters(patch: pytest.MonkeyPatch) -> None:
    """A bank that fits the country or the name is listed, though it does not fit both."""
    real = Bank.matches

    def matches(self: Bank, *, country: str = "", name: str = "") -> bool:
        by_one = (real(self, country=country), real(self, name=name))
        return any(by_one) if country and name else all(by_one)

    patch.setattr(Bank, "matches", matches)


@liar("CON-BANK-01")
def finds_banks_by_the_exact_case_of_their_name(patch: pytest.MonkeyPatch) -> None:
    """The name that is looked for has to be written as the bank writes it."""
    real = Bank.matches

    def matches(self: Bank, *, country: str = "", name: str = "") -> bool:
        return real(self, country=country) and name in self.name

    patch.setattr(Bank, "matches", matches)


@liar("CON-BANK-01")
def has_another_bank_for_one_it_does_not_know(patch: pytest.MonkeyPatch) -> None:
    """An id that no bank has brings the first bank of all."""

    def get(sandbox: Sandbox, bank_id: str) -> Bank:
        return sandbox.store.banks.get(bank_id) or next(iter(sandbox.store.banks.all()))

    patch.setattr(banks, "get", get)
