"""Keys of the tables: parts that callers choose are escaped, so no two things share a key."""

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.notifications import Notification
from sandbank_server.domain.rules import Rule


def joined(*parts: str) -> str:
    """One key from parts that may contain anything."""
    key = "/".join(parts)
    if "~" not in key and key.count("/") < len(parts):  # nothing to escape, as in most keys
        return key
    return "/".join([part.replace("~", "~0").replace("/", "~1") for part in parts])


def transaction_key(bank_account_id: str, transaction_id: int) -> str:
    """The key of a consumer transaction."""
    return f"{bank_account_id}/{transaction_id}"


def unique_id_key(bank_account_id: str, unique_id: str) -> str:
    """What the provider calls a transaction of a bank account (PRV-STMT-02)."""
    return joined(bank_account_id, unique_id)


def real_key(company_id: str, bank_id: str, bank_identifier: str, account_identifier: str) -> str:
    """What makes two connections the same real account (PRV-AUTH-13)."""
    return joined(company_id, bank_id, bank_identifier, account_identifier)


def external_key(bank_id: str, external_id: str) -> str:
    """What the provider calls an account of a bank."""
    return joined(bank_id, external_id)


def real_account_key(account: BankAccount) -> str:
    """The real account that a bank account connects."""
    return real_key(
        account.company_id, account.bank_id, account.bank_identifier, account.account_identifier
    )


def real_candidate_key(candidate: BankAccountCandidate) -> str:
    """The real account that a candidate offers."""
    account = candidate.account
    return real_key(
        candidate.company_id, candidate.bank_id, account.bank_identifier, account.account_identifier
    )


def offer_key(company_id: str, bank_id: str) -> str:
    """The candidates of one company at one bank."""
    return joined(company_id, bank_id)


def rule_name_key(rule: Rule) -> str:
    """A name of a rule on its bank account (CON-RULE-01)."""
    return joined(rule.bank_account_id, rule.rule_name)


def tenant_key(client_id: str, tenant: str) -> str:
    """A tenant belongs to the pair of client and name."""
    return joined(client_id, tenant)


def account_key(user_id: str, account_id: str) -> str:
    """The key of a user's account."""
    return joined(user_id, account_id)


def upload_transaction_key(user_id: str, account_id: str, transaction_id: str) -> str:
    """The key of a transaction of a user's account."""
    return joined(user_id, account_id, transaction_id)


def nonce_key(application_id: str, nonce: str) -> str:
    """The key of a used nonce."""
    return joined(application_id, nonce)


def lane_key(notification: Notification) -> str:
    """What is told in the order in which it happened: all that is of one subject."""
    return joined(notification.provider_id, notification.subject_id)
