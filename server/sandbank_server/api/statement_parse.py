"""From valid statements to what their use case takes."""

from decimal import Decimal

from sandbank_server.api.calls import Json
from sandbank_server.domain.statements import AccountReport, BalanceDate, Expected, NewStatement
from sandbank_server.domain.texts import is_blank
from sandbank_server.domain.transactions import BankTransaction, Payee

_BALANCE_DATES = ("ledgerBalanceDate", "availableBalanceDate")


def parse_statement(body: Json) -> NewStatement:
    """A statement, its transactions without the ids they are yet to get."""
    data = body["data"]
    [detail] = data["accountDetails"]
    balances = detail.get("balances", {})
    return NewStatement(
        bank_id=data["bankId"],
        bank_account_id=detail["bankAccountId"],
        account_status=AccountReport(detail["status"]) if "status" in detail else None,
        balance_dates=tuple(
            BalanceDate(name=name, date=balances[name])
            for name in _BALANCE_DATES
            if name in balances
        ),
        expected=_expected(data.get("expected", {})),
        transactions=tuple(_transaction(each) for each in data.get("transactionDetails", ())),
    )


def _expected(given: Json) -> Expected:
    return Expected(
        transaction_details_count=given.get("transactionDetailsCount"),
        account_details_count=given.get("accountDetailsCount"),
        transaction_credit_sum=_amount(given.get("transactionCreditSum")),
        transaction_debit_sum=_amount(given.get("transactionDebitSum")),
    )


def _amount(number: Json) -> Decimal | None:
    return None if number is None else Decimal(number)


def _transaction(given: Json) -> BankTransaction:
    """What a product is shown of it; the rest, coordinates and category for two, is not kept."""
    return BankTransaction(
        bank_account_id=given["bankAccountId"],
        transaction_id=0,
        unique_id=given["uniqueId"],
        transaction_amount=Decimal(given["transactionAmount"]),
        transaction_type=given["transactionType"],
        date_posted=given["datePosted"],
        description=given["description"],
        date_user_initiated=given.get("dateUserInitiated"),
        check_num=given.get("checkNumber"),
        reference_number=given.get("referenceNumber"),
        narrative1=given.get("narrative1"),
        narrative2=given.get("narrative2"),
        currency=_said(given.get("exchangeCurrency")),
        payee=_payee(given["payee"]) if "payee" in given else None,
    )


def _said(text: str | None) -> str | None:
    return None if text is None or is_blank(text) else text


def _payee(given: Json) -> Payee:
    return Payee(
        payee_description=given.get("payeeDescription"),
        address1=given.get("address1"),
        address2=given.get("address2"),
        address3=given.get("address3"),
        city=given.get("city"),
        state=given.get("state"),
        postal_code=given.get("postalCode"),
        country=given.get("country"),
        phone_number=given.get("phoneNumber"),
        payee_bank_id=given.get("payeeBankId"),
        payee_account_id=given.get("payeeAccountId"),
    )
