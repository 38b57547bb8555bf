"""Steps of a walk: accounts and transactions uploaded, changed, planted and deleted."""

from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_model import markers
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    equal,
    first,
    often,
    pick,
)
from integration.walk.walk_upload_calls import UPLOADERS, Uploader
from integration.walk.walk_upload_reads import UploadReadSteps
from integration.walk.walk_values import (
    Fields,
    UploadAccountModel,
    UploadTransactionModel,
    UserModel,
)

_MARKERS = count(1)
NUMBERS_OF = {"acc-upload-1": "1000001", "acc-upload-2": "1000002"}
ACCOUNT_IDS = ("walk-acc-1", "walk-acc-2", "acc-upload-1", "acc-upload-2", "acc-mixed-1")
FETCHED_ID = "acc-fetched-1"
TRANSACTION_IDS = ("tx-1", "tx-6", "tx-m-1", "tx-mf-1", "walk-tx-1", "walk-tx-2")
AMOUNTS = st.sampled_from((0, -12.5, 99999999999.9999, 10**14, 0.0001))
DAYS = st.sampled_from(("2026-01-15", "2026-02-15", "2026-03-01"))
BAD_TRANSACTIONS: dict[str, Fields] = {
    "blank id": {"transactionId": " "},
    "text for an amount": {"amount": "12.5"},
    "too fine an amount": {"amount": 0.00001},
    "no such day": {"bookingDate": "2026-02-30"},
    "two value dates": {"valueDate": "2026-01-01", "valutaDate": "2026-01-02"},
}
BAD_ACCOUNTS: dict[str, Fields] = {
    "empty id": {"accountId": ""},
    "no currency": {"currency": None},
    "number for a text": {"accountNumber": 1000001},
    "text for a balance": {"balance": "1"},
}
BAD_IDS = {
    "bare array": ["tx-1"],
    "empty": {"ids": []},
    "capitals": {"IDs": ["tx-1"]},
    "numbers": {"ids": [1]},
    "blank": {"ids": [""]},
    "null": {"ids": None},
    "over 500": {"ids": ["tx-1"] * 501},
}
TRANSACTIONS = st.lists(
    st.tuples(st.sampled_from(TRANSACTION_IDS), AMOUNTS, DAYS), max_size=3
)


class UploadSteps(UploadReadSteps):
    """Everything that writes banking data."""

    @rule(
        caller=UPLOADERS,
        number=NUMBERS,
        ids=st.lists(
            st.sampled_from((*ACCOUNT_IDS, *ACCOUNT_IDS, FETCHED_ID, "")),
            min_size=1,
            max_size=2,
            unique=True,
        ),
        account_number=often("its own", "another", times=5),
        transactions=TRANSACTIONS,
        bad=often("", *BAD_ACCOUNTS, *BAD_TRANSACTIONS, times=40),
        sending=SENDINGS,
    )
    def upload_accounts(
        self,
        caller: Uploader,
        number: int,
        ids: list[str],
        account_number: str,
        transactions: list[tuple[str, float, str]],
        bad: str,
        sending: str,
    ) -> None:
        """Create accounts, or replace them as a whole."""
        user_id = self.user_at(number)
        user = self.model.users.get(user_id)
        items = [self._account(user, i, account_number, transactions) for i in ids]
        body: Any = _spoilt_account(items, bad)
        if len(items) == 1 and number % 2:
            body = body[0]
        state = [_replacing_verdict(user, item) for item in items]
        fetched = 403 if 403 in state else None
        reply = self._write_upload(
            caller,
            user_id,
            ("POST", "", 201),
            (sending, body),
            [400 if bad else None],
            [None, fetched, 409 if 409 in state else None],
        )
        if user and reply.status == 201:
            got = reply.json()
            made = [item["accountId"] for item in got]
            equal("how many accounts", len(items), len(made))
            for item, account_id in zip(items, made, strict=True):
                equal("accountId", item.get("accountId", account_id), account_id)
                self._store_account(user, account_id, item)
            self.compare_user_data(user_id, *made)

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        change=st.sampled_from(
            ("name", "name", "balance", "clear", "nothing", "number", "null number", "null currency")
        ),
        also=often("", "unknown", times=5),
        sending=SENDINGS,
    )
    def change_accounts(
        self, caller: Uploader, numbers: tuple[int, int], change: str, also: str, sending: str
    ) -> None:
        """Change fields of accounts; ids and numbers never change."""
        user_id = self.user_at(numbers[0])
        account_id = self.account_of(user_id, numbers[1])
        account = self.held_account(user_id, account_id)
        fields = _CHANGES[change]
        body: Any = [{"accountId": account_id, **fields}]
        body += [{"accountId": NOWHERE, "name": "x"}] if also else []
        unknown = 404 if also or account is None else None
        renumbered = None
        if change == "number" and account:
            renumbered = {400, 404} if unknown else 400
            renumbered = {400, 403} if account.fetched and not unknown else renumbered
            # A tenant or a user that is not right can be judged before what the account decides.
            renumbered = renumbered if self._reached(caller, user_id) else None
        reply = self._write_upload(
            caller,
            user_id,
            ("PATCH", "", 200),
            (sending, body if also or numbers[1] % 2 else body[0]),
            [400 if change.startswith("null ") else None, renumbered],
            [unknown, 403 if account and account.fetched else None],
        )
        if account and reply.status == 200:
            account.fields.update(fields)
            self.compare_user_data(user_id)

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        transactions=TRANSACTIONS.filter(bool),
        bad=often("", *BAD_TRANSACTIONS, times=20),
        sending=SENDINGS,
    )
    def upload_transactions(
        self,
        caller: Uploader,
        numbers: tuple[int, int],
        transactions: list[tuple[str, float, str]],
        bad: str,
        sending: str,
    ) -> None:
        """Add transactions; one that is there already keeps its first values."""
        user_id = self.user_at(numbers[0])
        account_id = self.account_of(user_id, numbers[1])
        account = self.held_account(user_id, account_id)
        items = [_transaction(t) for t in transactions]
        body: Any = _spoilt(items, bad)
        reply = self._write_upload(
            caller,
            user_id,
            ("POST", f"/{account_id}/transactions", 201),
            (sending, body[0] if len(body) == 1 and numbers[1] % 2 else body),
            [400 if bad else None],
            [None if account else 404, 403 if account and account.fetched else None],
        )
        if account and reply.status == 201:
            posted = {item["transactionId"] for item in items}
            equal("posted", posted, {t["transactionId"] for t in reply.json()})
            _add(account, items)
            self.compare_user_data(user_id, account_id)

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS, NUMBERS),
        change=st.sampled_from(("purpose", "amount", "clear", "day", "null amount", "null day")),
        also=often("", "unknown", times=5),
        alias=st.sampled_from(("", "/transactions")),
        sending=SENDINGS,
    )
    def change_transactions(
        self,
        caller: Uploader,
        numbers: tuple[int, int, int],
        change: str,
        also: str,
        alias: str,
        sending: str,
    ) -> None:
        """Change fields of transactions, by either path."""
        user_id = self.user_at(numbers[0])
        account_id = self.account_of(user_id, numbers[1])
        account = self.held_account(user_id, account_id)
        transaction_id = _transaction_of(account, numbers[2])
        fields = _changed_fields(change)
        body: list[Fields] = [{"transactionId": transaction_id, **fields}]
        body += [{"transactionId": NOWHERE, "purpose": "x"}] if also else []
        held = account.transactions.get(transaction_id) if account else None
        reply = self._write_upload(
            caller,
            user_id,
            ("PATCH", f"/{account_id}{alias}", 200),
            (sending, body),
            [400 if change.startswith("null ") else None],
            [
                None if account else 404,
                404 if also or held is None else None,
                403 if held and held.fetched else None,
            ],
        )
        if held and reply.status == 200:
            if "purpose" in fields:
                self.model.replaced |= markers(held.fields.get("purpose"))
            held.fields.update(fields)
            self.compare_user_data(user_id, account_id)

    def _reached(self, caller: Uploader, user_id: str) -> bool:
        return all(v is None for v in self.user_verdicts(caller, user_id))

    def _write_upload(
        self,
        caller: Uploader,
        user_id: str,
        call: tuple[str, str, int],
        sent: tuple[str, object],
        body_verdicts: list[Verdict],
        state: list[Verdict],
    ) -> Any:
        user, (method, rest, good) = self.model.users.get(user_id), call
        content, raw, sending_verdict = encoded(*sent)
        client = self.client_of(caller, user)
        return self.attempt(
            first(
                self.credentials_verdict(caller, client, writes=True),
                sending_verdict,
                *body_verdicts,
                *self.user_verdicts(caller, user_id),
                *state,
                good,
            ),
            method,
            f"/user-banking/users/{user_id}/banking/accounts{rest}",
            [*self.upload_headers(caller, user), *content],
            raw,
        )

    def _account(
        self,
        user: UserModel | None,
        account_id: str,
        account_number: str,
        transactions: list[tuple[str, float, str]],
    ) -> Fields:
        held = user.accounts.get(account_id) if user else None
        own = held.fields.get("accountNumber") if held else None
        own = own or NUMBERS_OF.get(account_id, f"number-of-{account_id}")
        item: Fields = {
            "accountNumber": own if account_number == "its own" else "another",
            "currency": "EUR",
            "type": "GIRO",
            "balance": 12.34,
            "name": "Walk account",
            "transactions": [_transaction(t) for t in transactions],
        }
        return {"accountId": account_id, **item} if account_id else item

    def _store_account(self, user: UserModel, account_id: str, item: Fields) -> None:
        if account_id in user.accounts:
            for old in user.accounts[account_id].transactions.values():
                self.model.replaced |= markers(old.fields.get("purpose"))
        fields = {k: v for k, v in item.items() if k not in ("accountId", "transactions")}
        user.accounts[account_id] = UploadAccountModel(fields)
        _add(user.accounts[account_id], item["transactions"])


_CHANGES: dict[str, Fields] = {
    "name": {"name": "Another name", "owner": "Walker"},
    "balance": {"balance": -0.0001},
    "clear": {"name": None, "balance": None},
    "nothing": {},
    "number": {"accountNumber": "a number of no account"},
    "null number": {"accountNumber": None},
    "null currency": {"currency": None},
}


def _replacing_verdict(user: UserModel | None, item: Fields) -> Verdict:
    held = user.accounts.get(item.get("accountId", "")) if user else None
    if held is None:
        return None
    if held.untouchable:
        return 403
    return None if held.fields.get("accountNumber") == item["accountNumber"] else 409


def _transaction(parts: tuple[str, float, str]) -> Fields:
    transaction_id, value, day = parts
    return {
        "transactionId": transaction_id,
        "amount": value,
        "bookingDate": day,
        "purpose": f"~mark-walk-{next(_MARKERS)}~",
    }


def _add(account: UploadAccountModel, items: list[Fields], *, fetched: bool = False) -> None:
    for item in items:
        fields = {k: v for k, v in item.items() if k != "transactionId"}
        account.transactions.setdefault(
            item["transactionId"], UploadTransactionModel(fields, fetched)
        )


def _spoilt(items: list[Fields], bad: str) -> list[Fields]:
    return [*items[:-1], {**items[-1], **BAD_TRANSACTIONS[bad]}] if bad else items


def _spoilt_account(items: list[Fields], bad: str) -> list[Fields]:
    if bad in BAD_ACCOUNTS:
        return [*items[:-1], {**items[-1], **BAD_ACCOUNTS[bad]}]
    if bad:
        transactions = [_transaction(("walk-tx-1", 1, "2026-01-15"))]
        return [*items[:-1], {**items[-1], "transactions": _spoilt(transactions, bad)}]
    return items


def _transaction_of(account: UploadAccountModel | None, number: int) -> str:
    held = list(account.transactions) if account else []
    return NOWHERE if number == 0 or not held else pick(held, number)


def _changed_fields(change: str) -> Fields:
    return {
        "purpose": {"purpose": f"~mark-walk-{next(_MARKERS)}~"},
        "amount": {"amount": 7.25},
        "clear": {"purpose": None},
        "day": {"bookingDate": "2026-02-28"},
        "null amount": {"amount": None},
        "null day": {"bookingDate": None},
    }[change]


