"""The playground bank's business: its accounts have new transactions, on demand or day by day."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.organisations import Provider
from sandbank_server.domain.refusals import Unknown
from sandbank_server.domain.statements import NewStatement, Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import statements
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.keys import unique_id_key
from sandbank_server.service.ports import Sandbox

MOST = 1000  # transactions of one statement (PRV-STMT-01)
_BUSY = (BankAccountStatus.PENDING, BankAccountStatus.ACTIVE)
_NOON = time(12, tzinfo=UTC)

# What happens in turn: description, narrative, and amounts, each as often as the others.
_KINDS = (
    ("Customer payment", "INVOICE", ("1250.00", "480.50", "2999.99", "75.25")),
    ("Northfield Timber", "CARD PAYMENT", ("-312.40", "-89.90", "-1040.00")),
    ("Fuel", "CONTACTLESS", ("-64.02", "-71.36", "-58.90", "-80.15", "-66.66")),
    ("Bank charges", "MONTHLY FEE", ("-14.99", "-8.50")),
)


def make(sandbox: Sandbox, bank_account_id: str, count: int) -> Statement:
    """Post a statement of so many new transactions of today, as the account's provider would."""
    account = sandbox.store.bank_accounts.get(bank_account_id)
    provider = _provider_of(sandbox, account) if account else None
    if account is None or provider is None:
        raise Unknown(
            "CTL-14",
            "unknown_bank_account",
            "The playground bank has no bank account of this bankAccountId.",
        )
    now = sandbox.clock.now()
    return _post(sandbox, provider, account, [now] * count)


def make_due(sandbox: Sandbox) -> None:
    """Post what the days since the last transaction have brought, where a setting asks for it."""
    a_day = sandbox.store.settings.transactions_per_day
    if not a_day:
        return
    for provider in sandbox.store.providers.all():
        if provider.played:
            for account in _open_accounts(sandbox, provider):
                moments = (at for at in _noons(sandbox, account) for _ in range(a_day))
                due = list(itertools.islice(moments, MOST))
                if due:
                    with sandbox.store.unit_of_work():
                        _post(sandbox, provider, account, due)


def _provider_of(sandbox: Sandbox, account: BankAccount) -> Provider | None:
    bank = sandbox.store.banks.get(account.bank_id)
    provider = sandbox.store.providers.get(bank.provider_id) if bank else None
    return provider if provider and provider.played else None


def _open_accounts(sandbox: Sandbox, provider: Provider) -> list[BankAccount]:
    """Those that a statement can be posted for now."""
    banks = {each.bank_id for each in sandbox.store.banks.find("provider", provider.provider_id)}
    return [
        account
        for account in sandbox.store.bank_accounts.all()
        if account.bank_id in banks
        and account.status in _BUSY
        and not sandbox.store.statements.count("processing", account.bank_account_id)
    ]


def _noons(sandbox: Sandbox, account: BankAccount) -> Iterator[datetime]:
    """Noon of every day since the last transaction, or from the start date on, that is over."""
    now = sandbox.clock.now()
    day = _next_day(sandbox, account, now.date())
    while (noon := datetime.combine(day, _NOON)) <= now:
        yield noon
        day += timedelta(days=1)


def _next_day(sandbox: Sandbox, account: BankAccount, today: date) -> date:
    held = sandbox.store.transactions
    count = held.count("account", account.bank_account_id)
    if count:
        [last] = held.find("account", account.bank_account_id, offset=count - 1, limit=1)
        return date.fromisoformat(last.date_posted[:10]) + timedelta(days=1)
    return date.fromisoformat(account.requested_start_date or today.isoformat())


def _post(
    sandbox: Sandbox, provider: Provider, account: BankAccount, moments: list[datetime]
) -> Statement:
    numbers = _free_numbers(sandbox, account)
    new = NewStatement(
        bank_id=account.bank_id,
        bank_account_id=account.bank_account_id,
        transactions=tuple(_made(account, next(numbers), at) for at in moments),
    )
    return statements.post(sandbox, ProviderCaller(provider_id=provider.provider_id), new)


def _free_numbers(sandbox: Sandbox, account: BankAccount) -> Iterator[int]:
    """Numbers whose uniqueId is new; the account's provider may have used ours (PRV-STMT-02)."""
    for number in itertools.count(account.last_transaction_id + 1):
        key = unique_id_key(account.bank_account_id, _unique_id(number))
        if not sandbox.store.transactions.count("unique", key):
            yield number


def _unique_id(number: int) -> str:
    return f"playground-{number}"


def _made(account: BankAccount, number: int, at: datetime) -> BankTransaction:
    description, narrative, amounts = _KINDS[number % len(_KINDS)]
    amount = Decimal(amounts[number // len(_KINDS) % len(amounts)])
    return BankTransaction(
        bank_account_id=account.bank_account_id,
        transaction_id=0,
        unique_id=_unique_id(number),
        transaction_amount=amount,
        transaction_type="DEBIT" if amount < 0 else "CREDIT",
        date_posted=at.isoformat().replace("+00:00", "Z"),
        description=description,
        narrative1=f"{narrative} {number}",
    )
