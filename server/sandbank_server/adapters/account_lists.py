"""The `AvailableAccounts` port over HTTP: what a connector lists, if it does so as described."""

import asyncio
import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from sandbank_contract import documents
from sandbank_contract.wiring import described, resolved
from sandbank_server.adapters.destinations import Unreachable
from sandbank_server.adapters.outbound import Outbound, OutboundCall
from sandbank_server.adapters.slots import Slots
from sandbank_server.domain.candidates import AvailableAccount
from sandbank_server.service.connector_port import Enquiry

PATIENCE = 2.0  # seconds of real time for one list, waiting for a place included
MOST = 1024 * 1024  # bytes of a list
MOST_ACCOUNTS = 500  # of a list that are looked at


class AccountLists:
    """Asks connectors which accounts there are; one that fails lists nothing."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._slots = Slots()

    async def listed(self, enquiry: Enquiry) -> Sequence[AvailableAccount]:
        """What a provider lists; nothing where that fails, takes long or is of another shape."""
        call = OutboundCall(
            method="GET",
            url=_with_external_id(enquiry),
            headers={**enquiry.headers, "Accept": "application/json"},
            patience=PATIENCE,
            most=MOST,
        )
        try:
            async with asyncio.timeout(PATIENCE), self._slots.of(enquiry.url):
                reply = await self._outbound.call(call)
        except (Unreachable, TimeoutError):
            return ()
        if reply.status != 200 or not reply.is_whole:
            return ()
        return [_account(each) for each in self._read(reply.body)[:MOST_ACCOUNTS]]

    def _read(self, body: bytes) -> Any:
        try:
            listed = json.loads(body)
            # Half of a surrogate pair is no text that we could send on.
            json.dumps(listed, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            return []
        return listed if self._shape.is_valid(listed) else []

    @cached_property
    def _shape(self) -> jsonschema_rs.Draft202012Validator:
        document = documents.load("connector")
        responses = described(document, "listAvailableAccounts")["responses"]
        schema = responses["200"]["content"]["application/json"]["schema"]
        return jsonschema_rs.Draft202012Validator(resolved(document, schema))


def _with_external_id(enquiry: Enquiry) -> str:
    mark = "&" if "?" in enquiry.url else "?"
    return f"{enquiry.url}{mark}externalId={quote(enquiry.external_id, safe='')}"


def _account(listed: dict[str, str]) -> AvailableAccount:
    return AvailableAccount(
        external_id=listed["externalId"],
        account_name=listed["accountName"],
        bank_identifier=listed["bankIdentifier"],
        account_identifier=listed["accountIdentifier"],
        branch_identifier=listed["branchIdentifier"],
        account_type=listed["accountType"],
    )
