"""What the Consumer API shows: every field always there, null where nothing is known."""

import json
from decimal import Decimal
from urllib.parse import quote

from sandbank_server.api.calls import Json
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.rules import Rule, RuleAction, RuleCondition
from sandbank_server.domain.transactions import BankTransaction, Payee, PredictedAction
from sandbank_server.service.organisations import SignedUp
from sandbank_server.service.transactions import TransactionPage

BASE_PATH = "/consumer/v1"


def present_signed_up(signed_up: SignedUp) -> dict[str, Json]:
    """A new organisation; `token` is the key that signs its calls for tokens."""
    return {
        "organisationId": signed_up.organisation.organisation_id,
        "companies": [signed_up.company.company_id],
        "token": signed_up.organisation.signing_key,
    }


def present_bank(bank: Bank) -> dict[str, Json]:
    """A bank that can be connected."""
    return {
        "bankId": bank.bank_id,
        "name": bank.name,
        "primaryCountry": bank.primary_country,
        "primaryCountry2CharIso": bank.primary_country2_char_iso,
        "authorisationMechanism": "indirect",
        "authorisationData": [],
        "accountTypes": list(bank.account_types),
        "status": "active",
        "offBoardingMechanism": {"type": "automatic", "instructions": None},
        "supportiframe": bank.supportiframe,
        "popularBank": False,
        "bankURL": bank.bank_url,
        "flags": {"oauth": True},
        "dataProvider": bank.data_provider,
        "capabilities": {"manualRefresh": False},
        "logo": None,
    }


def present_bank_account(account: BankAccount) -> dict[str, Json]:
    """A bank account, the Control API's answer to a choice too."""
    return {
        "bankAccountId": account.bank_account_id,
        "bankId": account.bank_id,
        "status": account.status.value,
        "statusReason": account.status_reason,
        "accountType": account.account_type,
        "accountName": account.account_name,
        "accountKey": account.account_key,
        "accountIdentifier": account.account_identifier,
        "bankIdentifier": account.bank_identifier,
        "branchIdentifier": account.branch_identifier,
        "defaultCurrency": account.default_currency,
        "requestedStartDate": account.requested_start_date,
        "lastTransactionId": account.last_transaction_id,
        "dataProvider": account.data_provider,
        "externalId": account.external_id,
    }


def present_transactions(page: TransactionPage) -> dict[str, Json]:
    """A page of transactions; `next` and `last` only while there is more."""
    listed: dict[str, Json] = {
        "startIndex": page.asked.start_index,
        "endIndex": page.end_index,
        "total": page.total,
        "transactions": [_transaction(each) for each in page.transactions],
    }
    if page.next_index is not None and page.last_index is not None:
        listed["next"] = _address(page, page.next_index)
        listed["last"] = _address(page, page.last_index)
    return {"bankAccount": present_bank_account(page.account), "bankTransactionList": listed}


def _address(page: TransactionPage, start_index: int) -> str:
    account = page.account
    ids = [quote(each, safe="") for each in (account.company_id, account.bank_account_id)]
    path = f"{BASE_PATH}/{ids[0]}/bankaccounts/{ids[1]}/transactions?startIndex={start_index}"
    end_index = page.asked.end_index
    return path if end_index is None else f"{path}&endIndex={end_index}"


def _transaction(transaction: BankTransaction) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "transactionId": transaction.transaction_id,
        "transactionAmount": transaction.transaction_amount,
        "transactionType": transaction.transaction_type,
        "transactionStatus": transaction.transaction_status,
        "datePosted": transaction.date_posted,
        "dateUserInitiated": transaction.date_user_initiated,
        "description": transaction.description,
        "checkNum": transaction.check_num,
        "referenceNumber": transaction.reference_number,
        "narrative1": transaction.narrative1,
        "narrative2": transaction.narrative2,
        "currency": transaction.currency,
        "payee": _payee(transaction.payee) if transaction.payee else None,
    }
    if transaction.predicted_actions:
        shown["predictedActions"] = [_predicted(each) for each in transaction.predicted_actions]
    return shown


def _predicted(predicted: PredictedAction) -> dict[str, Json]:
    return {
        "ruleId": predicted.rule_id,
        "ruleName": predicted.rule_name,
        "ruleActions": [_action(each) for each in predicted.rule_actions],
    }


def _payee(payee: Payee) -> dict[str, Json]:
    return {
        "payeeDescription": payee.payee_description,
        "address1": payee.address1,
        "address2": payee.address2,
        "address3": payee.address3,
        "city": payee.city,
        "state": payee.state,
        "postalCode": payee.postal_code,
        "country": payee.country,
        "phoneNumber": payee.phone_number,
        "payeeBankId": payee.payee_bank_id,
        "payeeAccountId": payee.payee_account_id,
    }


def present_rule(rule: Rule) -> dict[str, Json]:
    """A rule, its additional fields as they were sent."""
    return {
        "ruleId": rule.rule_id,
        "status": rule.status.value,
        "ruleName": rule.rule_name,
        "ruleConditions": [_condition(each) for each in rule.rule_conditions],
        "ruleAdditionalFields": json.loads(rule.rule_additional_fields, parse_float=Decimal),
        "ruleActions": [_action(each) for each in rule.rule_actions],
    }


def _condition(condition: RuleCondition) -> dict[str, Json]:
    return {
        "ruleField": condition.rule_field,
        "ruleOperation": condition.rule_operation,
        "ruleCriteria": condition.rule_criteria,
    }


def _action(action: RuleAction) -> dict[str, Json]:
    return {
        "splitPercentage": action.split_percentage,
        "accountantNarrative": action.accountant_narrative,
        "accountsPostings": [
            {"type": posting.type, "code": posting.code} for posting in action.accounts_postings
        ],
    }
