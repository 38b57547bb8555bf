"""Reading the transactions of a bank account, page by page."""

from dataclasses import dataclass

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.table_port import Order

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The transactionIds that are asked for, both ends among them."""

    start_index: int = 1
    end_index: int | None = None

    @property
    def start(self) -> Order:
        """Where the store begins to read."""
        return (self.start_index,)

    @property
    def before(self) -> Order | None:
        """Where the store stops to read; None is the end."""
        return None if self.end_index is None else (self.end_index + 1,)

    @property
    def is_empty(self) -> bool:
        """Whether no id lies within."""
        return self.end_index is not None and self.end_index < self.start_index


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionPage:
    """Up to 100 transactions, rising, and where reading goes on."""

    account: BankAccount
    asked: Span
    total: int  # held for the account from the asked start on
    transactions: tuple[BankTransaction, ...] = ()
    next_index: int | None = None
    last_index: int | None = None

    @property
    def end_index(self) -> int:
        """The last id served, else the one before the start."""
        if self.transactions:
            return self.transactions[-1].transaction_id
        return max(self.asked.start_index - 1, 0)


def page(
    sandbox: Sandbox, caller: ProductCaller, path: AccountPath, asked: Span
) -> TransactionPage:
    """The first page of a span; reading on from `next_index` gives everything, nothing twice."""
    account = reach.bank_account(sandbox, caller, path)
    table, owner = sandbox.store.transactions, account.bank_account_id
    total = table.count("account", owner, start=asked.start)
    if asked.is_empty:
        return TransactionPage(account=account, asked=asked, total=total)
    within = table.count("account", owner, start=asked.start, before=asked.before)
    served = table.glimpse(
        "account", owner, start=asked.start, before=asked.before, limit=PAGE_SIZE
    )
    more = within > len(served)
    return TransactionPage(
        account=account,
        asked=asked,
        total=total,
        transactions=tuple(served),
        next_index=served[-1].transaction_id + 1 if more else None,
        last_index=_last_index(sandbox, account, asked, within) if more else None,
    )


def _last_index(sandbox: Sandbox, account: BankAccount, asked: Span, within: int) -> int:
    """Where the last page of a span begins that holds `within` transactions."""
    [first] = sandbox.store.transactions.find(
        "account",
        account.bank_account_id,
        start=asked.start,
        before=asked.before,
        offset=(within - 1) // PAGE_SIZE * PAGE_SIZE,
        limit=1,
    )
    return first.transaction_id
