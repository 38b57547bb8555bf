"""Accounts and transactions of every kind there is: whichever is deleted, it is gone."""

from typing import Any

from sandbank_conformance.draw import Draw
from sandbank_conformance.uploads import Uploads

Body = dict[str, Any]

# Ends of ids that a path has to encode, or that are read as something else where it is decoded.
ODD = ("+b", " b", "%20b", "&b=c", ".b", ":b", "@b", ",b", "~b", "\u00e4", "'b", "(b)", "$b")


def accounts_of_all_kinds(made: Uploads, draw: Draw) -> dict[str, Body]:
    """Bodies of accounts by what is special about each."""
    alone: dict[str, Body] = {
        "with transactions": {},
        "of another type": {"type": "DEPOT"},
        "in another currency": {"currency": "CHF"},
        "with nothing on it": {"balance": 0},
        "overdrawn": {"balance": -12.5},
        "with everything said": {
            **{"iban": "DE02120300000000202051", "bic": "BYLADEM1001", "bankCode": "12030000"},
            **{"bankName": "Sample Bank", "owner": "Alex Example"},
        },
    }
    bodies = {kind: made.account_body(draw, transactions=1) | it for kind, it in alone.items()}
    bare = made.account_body(draw)
    named = {each: bare[each] for each in bare if each not in ("balance", "name")}
    return {
        **bodies,
        "without transactions": bare,
        "of which little is said": {**named, "accountId": f"acc-{draw.word()}"},
    }


def transactions_of_all_kinds(made: Uploads, draw: Draw) -> dict[str, Body]:
    """Bodies of transactions by what is special about each."""
    said: dict[str, Body] = {
        "like any": {},
        "of nothing": {"amount": 0},
        "a debit": {"amount": -12.5},
        "of long ago": {"bookingDate": "1999-12-31"},
        "to come": {"bookingDate": "2037-01-01"},
        "in another currency": {"currency": "CHF"},
        "with everything said": {
            **{"bookingText": "Card payment", "merchantCategoryCode": "5411"},
            **{"paymentPartner": {"name": "Corner Shop"}, "valueDate": "2026-02-01"},
        },
    }
    bodies = {kind: made.transaction_body(draw, **it) for kind, it in said.items()}
    bare = made.transaction_body(draw)
    del bare["purpose"]
    return {**bodies, "of which little is said": bare}
