"""All the state machines there are, by the name that the contract has for them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sandbank_server.domain import authorisations, bank_accounts, deliveries, statements
from sandbank_server.domain.lifecycle import Lifecycle

# What stands here is held against the contract, and shown in docs/lifecycles.md.
LIFECYCLES: Mapping[str, Lifecycle[Any, Any]] = MappingProxyType(
    {
        "bank account": bank_accounts.LIFECYCLE,
        "session": authorisations.LIFECYCLE,
        "statement": statements.LIFECYCLE,
        "notification": deliveries.LIFECYCLE,
    }
)
