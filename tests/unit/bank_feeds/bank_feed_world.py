"""A small bank-feed world: a company with five accounts at one bank, and its neighbours."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bank_feed_builders import CALLER, PRODUCT, a_rule, a_transaction, an_account
from bank_feed_fakes import CountingIds, FakeClock, ForgettingJournal, OpenTokens

from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.api.calls import Answer, Call
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.api.provider import ProviderApi
from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.organisations import Application, Bank, Company, Organisation, Provider
from sandbank_server.domain.refusals import Refusal
from sandbank_server.service.ports import Sandbox


class BankFeeds:
    """An empty world with a sandbox in it; `populate` fills it."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.journal = ForgettingJournal()
        self.store = TinyDbStore(self.clock)
        self.sandbox = Sandbox(self.store, self.clock, CountingIds(), OpenTokens(), self.journal)
        self.provider_api = ProviderApi(self.sandbox)
        self.consumer_api = ConsumerApi(self.sandbox)

    def everything(self) -> tuple[Any, ...]:
        store = self.store
        kept = [list(store.audit.all()), list(store.nonces.all()), list(self.journal.forgotten)]
        return (store.export(), *kept)

    def account(self, bank_account_id: str) -> BankAccount:
        found = self.store.bank_accounts.get(bank_account_id)
        assert found is not None
        return found

    def status_of(self, bank_account_id: str) -> BankAccountStatus:
        return self.account(bank_account_id).status

    def session(self, authorisation_id: str) -> Authorisation:
        found = self.store.authorisations.get(authorisation_id)
        assert found is not None
        return found

    def open(self, authorisation: Authorisation) -> Authorisation:
        self.store.authorisations.put(authorisation)
        return authorisation

    def events(self) -> list[tuple[str, str, str]]:
        told = [each.event for each in self.store.notifications.all()]
        return [(each.type, each.resource.type, each.resource.id) for each in told]

    def consumer(self, operation: str, **of_the_call: Any) -> Answer:
        return self.call(getattr(self.consumer_api, operation), **of_the_call)

    def call(self, method: Any, **of_the_call: Any) -> Answer:
        of_the_call.setdefault("caller", CALLER)
        with self.store.unit_of_work():
            return asyncio.run(method(Call(**of_the_call)))


@contextmanager
def refused(feeds: BankFeeds, kind: type[Refusal], requirement: str) -> Iterator[Any]:
    """Inside, a refusal of this kind has to come, and nothing may have changed by it."""
    before = feeds.everything()
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.requirement == requirement
    assert feeds.everything() == before


def populate(store: TinyDbStore) -> None:
    """Everybody, and accounts in every status."""
    store.applications.put(Application(application_id=PRODUCT))
    store.applications.put(Application(application_id="sandbank.eu.other"))
    for number, company_ids in ((1, ("company-1", "company-3")), (2, ("company-2",))):
        organisation_id = f"org-{number}"
        key = f"signing-key-{number}"
        store.organisations.put(Organisation(organisation_id=organisation_id, signing_key=key))
        for company_id in company_ids:
            company = Company(company_id=company_id, organisation_id=organisation_id, name="Ltd")
            store.companies.put(company)
    for letter, number in (("a", 1), ("b", 2)):
        _put_provider(store, letter, number)
    _put_accounts(store)


def _put_provider(store: TinyDbStore, letter: str, number: int) -> None:
    provider_id = f"provider-{letter}"
    store.providers.put(
        Provider(
            provider_id=provider_id,
            client_id=provider_id,
            client_secret=f"secret-{letter}",
            api_key=f"key-{letter}",
        )
    )
    store.banks.put(
        Bank(
            bank_id=f"bank-{number}",
            provider_id=provider_id,
            name="Playground Bank" if letter == "a" else "Straße & Co",
            primary_country="GBR" if letter == "a" else "DEU",
            primary_country2_char_iso="GB" if letter == "a" else "DE",
        )
    )


def _put_accounts(store: TinyDbStore) -> None:
    store.bank_accounts.put(an_account("active", last_transaction_id=250))
    store.bank_accounts.put(an_account("fresh", status=BankAccountStatus.PENDING))
    store.bank_accounts.put(
        an_account(
            "lapsed",
            status=BankAccountStatus.AUTH_REQUIRED,
            status_reason="lapsed",
            last_transaction_id=1,
        )
    )
    store.bank_accounts.put(an_account("gone", status=BankAccountStatus.CANCELLED))
    store.bank_accounts.put(an_account("neighbour", last_transaction_id=1))
    store.bank_accounts.put(an_account("foreign", company_id="company-2", last_transaction_id=1))
    for number in range(1, 251):
        store.transactions.put(a_transaction("active", number))
    for bank_account_id in ("lapsed", "neighbour", "foreign"):
        store.transactions.put(a_transaction(bank_account_id, 1))
    store.rules.put(a_rule("active", "rule-1", "Coffee"))
    store.rules.put(a_rule("active", "rule-2", "Rent"))
    store.rules.put(a_rule("neighbour", "rule-3", "Coffee"))
    store.rules.put(a_rule("foreign", "rule-4", "Coffee"))
    store.rules.put(a_rule("gone", "rule-5", "Coffee").disconnected())
