"""From what a provider sends of its banks to what the use case takes."""

from collections.abc import Iterator
from typing import Any

from sandbank_contract.countries import country_codes
from sandbank_server.api.calls import Json
from sandbank_server.api.connector_parse import URL_NAMES, parse_callback_urls
from sandbank_server.domain.addresses import fault_of_address
from sandbank_server.domain.bank_changes import BankChanges, BankUpdate, NamedBank, NewBank
from sandbank_server.domain.connectors import CallbackUrls
from sandbank_server.domain.countries import Country
from sandbank_server.domain.findings import Findings

RULE = "PRV-BANK-02"


def parse_bank_changes(body: Json) -> BankChanges:
    """The changes; a country or address that is none, or a bank named twice, is `Malformed`."""
    data, place = body["data"], "/data"
    if isinstance(data, list):
        [data], place = data, "/data/0"
    findings = Findings()
    _judge_countries(data, place, findings)
    _judge_addresses(data, place, findings)
    _judge_names(data, place, findings)
    findings.settle(RULE)
    return BankChanges(
        to_create=tuple(_new_bank(each) for each in data.get("toCreate", ())),
        to_update=tuple(_update(each) for each in data.get("toUpdate", ())),
        to_remove=tuple(_named(each) for each in data.get("toRemove", ())),
    )


def _items(data: Json, place: str, *lists: str) -> Iterator[tuple[str, Json]]:
    for name in lists:
        for number, each in enumerate(data.get(name, ())):
            yield f"{place}/{name}/{number}", each


def _judge_countries(data: Json, place: str, findings: Findings) -> None:
    for where, each in _items(data, place, "toCreate", "toUpdate"):
        if "countryCode" in each and country_codes(each["countryCode"]) is None:
            findings.add(f"{where}/countryCode", "is no code of ISO 3166-1, such as GB or GBR")


def _judge_addresses(data: Json, place: str, findings: Findings) -> None:
    for where, each in _items(data, place, "toCreate", "toUpdate"):
        urls = each.get("callbackURLs", {})
        for name in URL_NAMES.values():
            fault = fault_of_address(urls[name]) if name in urls else None
            if fault is not None:
                findings.add(f"{where}/callbackURLs/{name}", fault)


def _judge_names(data: Json, place: str, findings: Findings) -> None:
    seen: dict[str, str] = {}
    for where, each in _items(data, place, "toUpdate", "toRemove"):
        first = seen.setdefault(each["principalId"], where)
        if first != where:
            findings.add(f"{where}/principalId", f"names the bank that {first} names already")


def _country(each: Json) -> Country | None:
    codes = country_codes(each["countryCode"]) if "countryCode" in each else None
    return Country(*codes) if codes else None


def _new_bank(each: Json) -> NewBank:
    found = _country(each)
    assert found is not None  # judged before
    return NewBank(
        name=each["name"],
        country=found,
        external_ref=each["externalRef"],
        url=each.get("url"),
        supportiframe=each.get("supportiframe", False),
        callback_urls=_urls(each),
    )


def _update(each: Json) -> BankUpdate:
    return BankUpdate(
        **_naming(each),
        name=each.get("name"),
        country=_country(each),
        url=each.get("url"),
        supportiframe=each.get("supportiframe"),
        callback_urls=_urls(each),
    )


def _named(each: Json) -> NamedBank:
    return NamedBank(**_naming(each))


def _naming(each: Json) -> dict[str, Any]:
    return {"principal_id": each["principalId"], "external_ref": each["externalRef"]}


def _urls(each: Json) -> CallbackUrls | None:
    return parse_callback_urls(each["callbackURLs"]) if "callbackURLs" in each else None
