"""Other choices about connecting bank accounts."""

import pytest

from sandbank_server.api import consumer, control
from sandbank_server.api.calls import Answer, Json
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.service import bank_accounts
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.ports import Sandbox
from zoo.animals import variant
from zoo.variants.tools import rules_answer


@variant("CON-ACC-01")
def accounts_at_unknown_banks_answer_404(patch: pytest.MonkeyPatch) -> None:
    """A new bank account at a bank that is missing or unknown answers 404."""
    rules_answer(patch, 404, "CON-ACC-01")


@variant("CON-ACC-01")
def accounts_at_unknown_banks_answer_409(patch: pytest.MonkeyPatch) -> None:
    """A new bank account at a bank that is missing or unknown answers 409."""
    rules_answer(patch, 409, "CON-ACC-01")


@variant("PRV-AUTH-13", "GEN-09")
def connecting_again_gives_the_account_there_is(patch: pytest.MonkeyPatch) -> None:
    """Connecting an account that is connected already answers 200 with that one."""
    real = bank_accounts.connect
    again: set[str] = set()

    def connect(
        sandbox: Sandbox, company_id: str, bank: object, new: NewBankAccount, **known: str
    ) -> BankAccount:
        for account in sandbox.store.bank_accounts.find("company", company_id):
            if account.is_connected and _same(account, new):
                again.add(account.bank_account_id)
                return account
        return real(sandbox, company_id, bank, new, **known)

    def created(body: Json) -> Answer:
        known = isinstance(body, dict) and body.get("bankAccountId") in again
        return Answer(status=200 if known else 201, body=body)

    patch.setattr(bank_accounts, "connect", connect)
    patch.setattr(consumer, "created", created)
    patch.setattr(control, "created", created)


def _same(account: BankAccount, new: NewBankAccount) -> bool:
    there = (account.bank_id, account.bank_identifier, account.account_identifier)
    return there == (new.bank_id, new.bank_identifier, new.account_identifier)


@variant("PRV-AUTH-13")
def connecting_again_answers_400(patch: pytest.MonkeyPatch) -> None:
    """Connecting an account that is connected already answers 400."""
    rules_answer(patch, 400, "PRV-AUTH-13")
