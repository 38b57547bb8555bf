"""Whether callers who have to be different are different, and those of one kind of that kind."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbank_conformance.doctor.findings import Notes
from sandbank_conformance.doctor.patient import TITLES
from sandbank_conformance.target import (
    ConsumerApi,
    ProductAccess,
    ProviderApi,
    Target,
    UserBankingApi,
)

Same = tuple[str, str, str, str]  # key, value, what it is the same as, what it has to be


def look(notes: Notes, target: Target, api: str) -> None:
    """Note who is the same as somebody else; nothing is called."""
    described: Any = target.api(api)
    looks: dict[str, Callable[[Any], Iterator[Same]]] = {
        "consumer": _products,
        "provider": _providers,
        "user_banking": _clients,
    }
    for place, value, what, expected in looks[api](described):
        notes.config(
            place,
            tried=f"to tell the callers of {TITLES[api]} apart",
            received=f"{value} {what}",
            change=f"give {expected}, or leave the table out",
        )


def _products(api: ConsumerApi) -> Iterator[Same]:
    if api.sibling:
        yield from _sibling(api.product, api.sibling)
    if api.stranger:
        yield from _stranger(api.product, api.stranger)
    yield from _tokens("consumer", api.product.token, sibling=api.sibling, stranger=api.stranger)
    if api.other_application == api.product.application:
        yield (
            "[consumer] other-application",
            api.other_application,
            "is the application of [consumer], too",
            "another application",
        )


def _sibling(product: ProductAccess, sibling: ProductAccess) -> Iterator[Same]:
    if sibling.company == product.company:
        yield (
            "[consumer.sibling] company",
            sibling.company,
            "is the company of [consumer], too",
            "another company of the same organisation",
        )
    if sibling.organisation != product.organisation:
        yield (
            "[consumer.sibling] organisation",
            sibling.organisation,
            "is not the organisation of [consumer]",
            "a company of the same organisation",
        )


def _stranger(product: ProductAccess, stranger: ProductAccess) -> Iterator[Same]:
    if product.organisation and stranger.organisation == product.organisation:
        yield (
            "[consumer.stranger] organisation",
            stranger.organisation,
            "is the organisation of [consumer], too",
            "another organisation, and a company of it",
        )
    if stranger.company == product.company:
        yield (
            "[consumer.stranger] company",
            stranger.company,
            "is the company of [consumer], too",
            "a company of another organisation",
        )


def _providers(api: ProviderApi) -> Iterator[Same]:
    provider, rival = api.provider, api.rival
    for name in ("client_id", "api_key", "id"):
        value = getattr(provider, name)
        if rival and value and getattr(rival, name) == value:
            shown = "the key" if name == "api_key" else value
            yield (
                f"[provider.rival] {name.replace('_', '-')}",
                shown,
                "is that of [provider], too",
                "another provider",
            )
            break  # the other members follow from it
    yield from _tokens("provider", provider.token, rival=rival)


def _clients(api: UserBankingApi) -> Iterator[Same]:
    known = {api.client.client_id: "[user-banking]"}
    for name, access in (("reader", api.reader), ("other", api.other)):
        if access and access.client_id and access.client_id in known:
            yield (
                f"[user-banking.{name}] client-id",
                access.client_id,
                f"is the client of {known[access.client_id]}, too",
                "another client",
            )
        if access:
            known[access.client_id] = f"[user-banking.{name}]"
    yield from _tokens("user-banking", api.client.token, reader=api.reader, other=api.other)


def _tokens(table: str, token: str, **others: Any) -> Iterator[Same]:
    for name, access in others.items():
        if access and token and access.token == token:
            yield (
                f"[{table}.{name}] token",
                "the token",
                f"is that of [{table}], too",
                "a token of another caller",
            )
