"""Transactions as a page has them, for animals that change what is read."""

import dataclasses
from typing import Any, cast

from sandbank_server.adapters.codec import codec_of
from sandbank_server.domain.transactions import BankTransaction


def altered(shown: BankTransaction, **fields: Any) -> BankTransaction:
    """A transaction of a page with other fields; what the page has is a document (`glimpse`)."""
    document = cast(dict[str, Any], shown)
    value = codec_of(BankTransaction).decode(document)
    return dataclasses.replace(value, **fields)
