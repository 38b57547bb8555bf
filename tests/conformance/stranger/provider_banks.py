"""What a provider asks of its accounts, and says of its banks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from .fields import is_text
from .provider import authenticate
from .seed import bank_record
from .web import Call, Refusal, Reply, read_json
from .world import World, new_id, utcnow

COUNTRIES = {"GB": "GBR", "FR": "FRA", "NO": "NOR", "DE": "DEU", "SE": "SWE", "US": "USA"}
FIELDS = {"name": "name", "url": "bankURL", "supportiframe": "supportiframe"}


def query_account(call: Call) -> Reply:
    """What is connected under the provider's own id."""
    provider = authenticate(call)
    data = _data(call)
    bank_id, external_id = data.get("bankId"), data.get("externalId")
    if not is_text(bank_id) or not is_text(external_id):
        raise Refusal(422, "Validation failed", details=["data: bankId and externalId"])
    bank = call.world.all_banks.get(bank_id)
    for account in reversed(call.world.accounts.values()):
        found = account.bank_id == bank_id and account.details["externalId"] == external_id
        if found and bank and bank["_provider"] == provider and account.status != "cancelled":
            start = account.details["requestedStartDate"]
            shown = {"bankAccountId": account.account_id, "status": account.status}
            return Reply(200, {"data": shown | {"requestedStartDate": start, "bankId": bank_id}})
    raise Refusal(403, "Forbidden")


def change_banks(call: Call) -> Reply:
    """Each change by itself: what cannot be done is named, the rest is done."""
    provider = authenticate(call)
    data = _data(call)
    results: dict[str, list[dict[str, Any]]] = {"created": [], "changed": [], "failed": []}
    wrong = [name for name in CHANGES if not isinstance(data.get(name), list | None)]
    if wrong:
        raise Refusal(422, "Validation failed", details=[f"data.{n}: no array" for n in wrong])
    for name, do in CHANGES.items():
        for item in data.get(name) or ():
            kind, shown = do(call.world, provider, item if isinstance(item, dict) else {})
            results[kind].append(shown)
    return Reply(200, {"data": [results]})


def _data(call: Call) -> dict[str, Any]:
    if call.media_type != "application/json":
        raise Refusal(415, "Content-Type is not supported")
    body = read_json(call.body)
    data = body.get("data") if isinstance(body, dict) else None
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict):
        raise Refusal(422, "Validation failed", details=["data: must be an object"])
    return data


def _country(value: Any) -> tuple[str, str] | None:
    for two, three in COUNTRIES.items():
        if isinstance(value, str) and value.upper() in (two, three):
            return two, three
    return None


def _create(world: World, provider: str, item: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    country = _country(item.get("countryCode"))
    if country is None or not is_text(item.get("name")) or not is_text(item.get("externalRef")):
        return "failed", {"message": "not valid"}
    bank = bank_record(new_id("BK-"), item["name"], provider)
    bank["primaryCountry2CharIso"], bank["primaryCountry"] = country
    bank |= {"_principal": new_id("PR-"), "_ref": item["externalRef"]}
    bank["_offered"] = utcnow() + timedelta(seconds=world.options.statement_seconds)
    _take(bank, item)
    world.banks[bank["bankId"]] = bank
    return "created", _shown(bank)


def _update(world: World, provider: str, item: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    bank = _find(world, provider, item)
    if bank is None:
        return "failed", {"message": "no such bank"}
    _take(bank, item)
    return "changed", _shown(bank)


def _remove(world: World, provider: str, item: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    bank = _find(world, provider, item)
    if bank is None:
        return "failed", {"message": "no such bank"}
    world.removed_banks[bank["bankId"]] = world.banks.pop(bank["bankId"])
    return "changed", _shown(bank)


def _find(world: World, provider: str, item: dict[str, Any]) -> dict[str, Any] | None:
    for bank in world.banks.values():
        known = (bank["_principal"], bank["_ref"]) == (
            item.get("principalId"),
            item.get("externalRef"),
        )
        if known and bank["_provider"] == provider:
            return bank
    return None


def _take(bank: dict[str, Any], item: dict[str, Any]) -> None:
    for sent, shown in FIELDS.items():
        if isinstance(item.get(sent), bool if sent == "supportiframe" else str):
            bank[shown] = item[sent]


def _shown(bank: dict[str, Any]) -> dict[str, Any]:
    return {"principalId": bank["_principal"], "externalRef": bank["_ref"], "name": bank["name"]}


CHANGES: dict[str, Callable[[World, str, dict[str, Any]], tuple[str, dict[str, Any]]]] = {
    "toCreate": _create,
    "toUpdate": _update,
    "toRemove": _remove,
}
