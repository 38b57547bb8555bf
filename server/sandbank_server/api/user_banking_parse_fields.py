"""Uploaded accounts and transactions: from the body to values, every violation named."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sandbank_server.api.calls import Json
from sandbank_server.api.opaque_json import as_text
from sandbank_server.api.user_banking_names import (
    ACCOUNT_OPAQUES,
    ACCOUNT_TEXTS,
    PARTNER_TEXTS,
    TRANSACTION_DAYS,
    TRANSACTION_TEXTS,
)
from sandbank_server.domain import days
from sandbank_server.domain.findings import Findings
from sandbank_server.domain.uploads import PaymentPartner

Item = Mapping[str, Json]
Fields = dict[str, Json]  # by their names inside


def items_of(body: Json, place: str = "") -> Iterator[tuple[str, Item]]:
    """The items of an array, or the only one, each with its JSON pointer."""
    if isinstance(body, list):
        yield from ((f"{place}/{number}", item) for number, item in enumerate(body))
    else:
        yield place, body


def account_fields(item: Item) -> Fields:
    """The fields of an account that an item names, but for its ids."""
    fields: Fields = {ACCOUNT_TEXTS[name]: item[name] for name in ACCOUNT_TEXTS if name in item}
    if "balance" in item:
        fields["balance"] = _amount(item["balance"])
    for name, attribute in ACCOUNT_OPAQUES.items():
        if name in item:
            fields[attribute] = None if item[name] is None else as_text(item[name])
    return fields


def transaction_fields(place: str, item: Item, findings: Findings) -> Fields:
    """The fields of a transaction that an item names, but for its ids and payment partner."""
    fields: Fields = {
        TRANSACTION_TEXTS[name]: item[name] for name in TRANSACTION_TEXTS if name in item
    }
    if "amount" in item:
        fields["amount"] = _amount(item["amount"])
    return fields | _day_fields(place, item, findings)


def _amount(sent: Json) -> Decimal | None:
    return None if sent is None else Decimal(sent)


def _day_fields(place: str, item: Item, findings: Findings) -> Fields:
    fields: Fields = {}
    for name, attribute in TRANSACTION_DAYS.items():
        if name not in item:
            continue
        sent = item[name]
        day = None if sent is None else days.day(sent)
        if day is None and sent is not None:
            findings.add(f"{place}/{name}", days.EXPECTED)
        elif fields.setdefault(attribute, day) != day:
            findings.add(f"{place}/{name}", "must be the same day as valueDate, or be left out")
    return fields


def judge_own_account(place: str, item: Item, account_id: str, findings: Findings) -> None:
    """A transaction may name its account, but no other one."""
    if item.get("accountId", account_id) != account_id:
        findings.add(f"{place}/accountId", "must be the account it is sent to, or be left out")


def judge_kept(place: str, item: Item, names: tuple[str, ...], findings: Findings) -> None:
    """These fields may be left out of a change, but not cleared by it."""
    for name in names:
        if name in item and item[name] is None:
            findings.add(f"{place}/{name}", "must not be null")


def partner_fields(sent: Item) -> dict[str, str | None]:
    """The fields of a payment partner that an item names."""
    return {PARTNER_TEXTS[name]: sent[name] for name in PARTNER_TEXTS if name in sent}


def partner(sent: Item | None) -> PaymentPartner | None:
    """A payment partner as a new transaction brings it."""
    return None if sent is None else PaymentPartner(**partner_fields(sent))
