"""What the sandbox's owner sets for a provider."""

from dataclasses import replace

from sandbank_server.domain.connectors import Connector
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import outbox
from sandbank_server.service.ports import Sandbox


def set_connector(sandbox: Sandbox, provider_id: str, connector: Connector | None) -> None:
    """Say where a provider serves its connector; None brings back what is there without it.

    What waits for the provider goes there from now on.
    """
    provider = sandbox.store.providers.get(provider_id)
    if provider is None:
        raise Unknown("CTL-12", "provider_unknown", "There is no provider of this id.")
    sandbox.store.providers.put(replace(provider, connector=connector))
    outbox.play(sandbox)
    sandbox.outbox.look()
