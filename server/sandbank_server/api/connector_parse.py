"""What the owner sets of a connector, from JSON to values."""

from collections.abc import Mapping

from sandbank_server.api.calls import Json
from sandbank_server.domain.connectors import (
    CallbackUrls,
    Connector,
    fault_of_header_name,
    fault_of_header_value,
)
from sandbank_server.domain.refusals import Violation

# The members of `callbackURLs`, by what they are called here.
URL_NAMES = {
    "notification": "notification",
    "available_accounts": "availableAccounts",
    "auth": "auth",
    "re_auth": "reAuth",
}


def parse_callback_urls(urls: Mapping[str, Json]) -> CallbackUrls:
    """The addresses that are there; null is as good as absent."""
    return CallbackUrls(**{name: urls.get(key) for name, key in URL_NAMES.items()})


def parse_connector(body: Mapping[str, Json]) -> Connector | None:
    """The connector, or None where the body says nothing of one."""
    urls = parse_callback_urls(body.get("callbackURLs") or {})
    header = body.get("header") or {}
    if urls == CallbackUrls() and not header:
        return None
    return Connector(urls=urls, header_name=header.get("name"), header_value=header.get("value"))


def header_faults(connector: Connector) -> tuple[Violation, ...]:
    """What is wrong with the header that a connector asks for."""
    if connector.header_name is None or connector.header_value is None:
        return ()
    faults = {
        "/header/name": fault_of_header_name(connector.header_name),
        "/header/value": fault_of_header_value(connector.header_value),
    }
    return tuple(Violation(place, fault) for place, fault in faults.items() if fault)
