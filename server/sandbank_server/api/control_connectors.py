"""The Control API's operations on connectors and what is told to them."""

import asyncio
from collections.abc import Sequence

from sandbank_server.api.calls import Answer, Call, Waiting, accepted, nothing, ok
from sandbank_server.api.connector_parse import URL_NAMES, header_faults, parse_connector
from sandbank_server.api.control_present import present_notification
from sandbank_server.domain.connectors import Connector
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.service import outbox, provider_settings
from sandbank_server.service.callers import Owner
from sandbank_server.service.connector_port import Addresses
from sandbank_server.service.ports import Sandbox


class ControlConnectors:
    """Notifications, and where providers are told of them."""

    def __init__(self, sandbox: Sandbox, addresses: Addresses) -> None:
        self._sandbox = sandbox
        self._addresses = addresses

    async def set_connector(self, call: Call[Owner]) -> Waiting[Sequence[Violation]]:
        """Say where a provider serves its connector, once every name in it was looked up."""
        provider_id, connector = call.path["providerId"], parse_connector(call.body)
        return Waiting(
            lambda: self._faults(connector),
            lambda faults: self._set(provider_id, connector, faults),
        )

    async def list_notifications(self, call: Call[Owner]) -> Answer:
        """What providers are told, oldest first."""
        account_id = call.parameter("bankAccountId")
        table = self._sandbox.store.notifications
        found = table.find("account", account_id) if account_id is not None else table.all()
        return ok([present_notification(each) for each in found])

    async def redeliver_notification(self, call: Call[Owner]) -> Answer:
        """Deliver a notification once more."""
        again = outbox.redeliver(self._sandbox, call.path["notificationId"])
        return accepted(present_notification(again))

    async def _faults(self, connector: Connector | None) -> Sequence[Violation]:
        if connector is None:
            return ()
        urls = {key: getattr(connector.urls, name) for name, key in URL_NAMES.items()}
        given = {key: url for key, url in urls.items() if url is not None}
        found = await asyncio.gather(*map(self._addresses.fault, given.values()))
        faults = zip(given, found, strict=True)
        return [
            *(Violation(f"/callbackURLs/{key}", fault) for key, fault in faults if fault),
            *header_faults(connector),
        ]

    def _set(
        self, provider_id: str, connector: Connector | None, faults: Sequence[Violation]
    ) -> Answer:
        if faults:
            detail = "The connector cannot be called so."
            raise Malformed("CTL-12", detail, tuple(faults))
        provider_settings.set_connector(self._sandbox, provider_id, connector)
        return nothing()
