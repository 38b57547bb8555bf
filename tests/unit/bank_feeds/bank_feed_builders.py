"""Builders of bank-feed values that say only what matters."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bank_feed_fakes import START

from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationKind,
    AuthorisationStatus,
    GrantedAccount,
)
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.rules import Rule, RuleCondition
from sandbank_server.domain.statements import NewStatement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service.callers import ProductCaller, ProviderCaller
from sandbank_server.service.reach import AccountPath, CompanyPath

PRODUCT = "sandbank.eu.product"
CALLER = ProductCaller(application_id=PRODUCT, organisation_id="org-1", company_id="company-1")
PROVIDER_A = ProviderCaller(provider_id="provider-a")
PROVIDER_B = ProviderCaller(provider_id="provider-b")
COMPANY = CompanyPath(company_id="company-1")


def at(bank_account_id: str, company_id: str = "company-1") -> AccountPath:
    return AccountPath(company_id=company_id, bank_account_id=bank_account_id)


def an_account(bank_account_id: str, **of_the_account: Any) -> BankAccount:
    plain = BankAccount(
        bank_account_id=bank_account_id,
        company_id="company-1",
        bank_id="bank-1",
        status=BankAccountStatus.ACTIVE,
        bank_identifier="customer-1",
        account_identifier=f"acct-{bank_account_id}",
        external_id=f"ext-{bank_account_id}",
    )
    return replace(plain, **of_the_account)


def a_transaction(bank_account_id: str, transaction_id: int) -> BankTransaction:
    return BankTransaction(
        bank_account_id=bank_account_id,
        transaction_id=transaction_id,
        unique_id=f"txn-{transaction_id}",
        transaction_amount=Decimal("-12.50"),
        transaction_type="DEBIT",
        date_posted="2026-01-30",
        description="Coffee",
    )


def a_posting(unique_id: str = "new-1", amount: str = "-12.50", **changes: Any) -> BankTransaction:
    """A transaction as a provider sends it, of the account `active` unless it is said."""
    plain = BankTransaction(
        bank_account_id="active",
        transaction_id=0,
        unique_id=unique_id,
        transaction_amount=Decimal(amount),
        transaction_type="DEBIT" if amount.startswith("-") else "CREDIT",
        date_posted="2026-01-30",
        description="Coffee",
    )
    return replace(plain, **changes)


def a_statement(*transactions: BankTransaction, **of_the_statement: Any) -> NewStatement:
    """A statement of the account that its first transaction is of, else of `active`."""
    plain = NewStatement(
        bank_id="bank-1",
        bank_account_id=transactions[0].bank_account_id if transactions else "active",
        transactions=transactions,
    )
    return replace(plain, **of_the_statement)


def a_rule(bank_account_id: str, rule_id: str, rule_name: str) -> Rule:
    condition = RuleCondition(
        rule_field="transactionNarrative", rule_operation="contains", rule_criteria="coffee"
    )
    return Rule(
        rule_id=rule_id,
        bank_account_id=bank_account_id,
        rule_name=rule_name,
        rule_conditions=(condition,),
        rule_actions=(),
    )


def an_onboarding(authorisation_id: str = "s-on", **of_the_session: Any) -> Authorisation:
    plain = Authorisation(
        authorisation_id=authorisation_id,
        provider_id="provider-a",
        kind=AuthorisationKind.ONBOARDING,
        company_id="company-1",
        bank_id="bank-1",
        status=AuthorisationStatus.OPEN,
        expires_at=START + timedelta(minutes=20),
        redirect_uri="http://127.0.0.1/_bank/return",
        state="state-1",
    )
    return replace(plain, **of_the_session)


def a_reauthorisation(
    authorisation_id: str = "s-re", bank_account_id: str = "lapsed", **of_the_session: Any
) -> Authorisation:
    return an_onboarding(
        authorisation_id,
        kind=AuthorisationKind.REAUTHORISATION,
        bank_account_id=bank_account_id,
        **of_the_session,
    )


def granted(account_identifier: str, bank_identifier: str = "customer-1") -> GrantedAccount:
    return GrantedAccount(
        bank_account_external_id=f"granted-{bank_identifier}-{account_identifier}",
        account_name="Savings",
        bank_identifier=bank_identifier,
        branch_identifier="n/a",
        account_identifier=account_identifier,
    )
