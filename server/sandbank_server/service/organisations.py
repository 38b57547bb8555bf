"""Organisations that products sign up."""

from dataclasses import dataclass

from sandbank_server.domain.organisations import Company, Organisation
from sandbank_server.service.identities import unused
from sandbank_server.service.ports import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """What a product says of a customer it signs up."""

    company_name: str
    crm_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """An organisation with its first company."""

    organisation: Organisation
    company: Company


def sign_up(sandbox: Sandbox, new: NewOrganisation) -> SignedUp:
    """A new organisation with one company and a signing key; tokens can be had right away."""
    organisation = Organisation(
        organisation_id=unused(sandbox.ids, sandbox.store.organisations.get),
        # Of the ids, and so no true secret: with a seed a playground's keys repeat as well.
        signing_key=sandbox.ids.new(),
        crm_id=new.crm_id,
    )
    company = Company(
        company_id=unused(sandbox.ids, sandbox.store.companies.get),
        organisation_id=organisation.organisation_id,
        name=new.company_name,
    )
    sandbox.store.organisations.put(organisation)
    sandbox.store.companies.put(company)
    return SignedUp(organisation=organisation, company=company)
