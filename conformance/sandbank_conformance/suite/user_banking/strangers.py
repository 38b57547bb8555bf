"""Callers who are strangers to a user: other tenants of its client, and other clients."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.draw import Draw
from sandbank_conformance.run import Run


@dataclass(frozen=True, slots=True)
class Pair:
    """Who made a user, and who must not reach it."""

    keeper: Uploader
    stranger: Uploader


def tenant_of(uploader: Uploader, draw: Draw) -> str:
    """A tenant of the client's that nobody has used yet."""
    return f"{uploader.access.client_id}-{draw.word()}"


def _another_tenant(request: pytest.FixtureRequest, uploader: Uploader, draw: Draw) -> Pair:
    need_tenants(request)
    return Pair(uploader, uploader.through(tenant_of(uploader, draw)))


def _own_tenant(request: pytest.FixtureRequest, uploader: Uploader, draw: Draw) -> Pair:
    need_tenants(request)
    return Pair(uploader.through(tenant_of(uploader, draw)), uploader)


def _longer_tenant(request: pytest.FixtureRequest, uploader: Uploader, draw: Draw) -> Pair:
    need_tenants(request)
    tenant = tenant_of(uploader, draw)
    return Pair(uploader.through(tenant), uploader.through(f"{tenant}x"))


def _capital_tenant(request: pytest.FixtureRequest, uploader: Uploader, draw: Draw) -> Pair:
    need_tenants(request)
    client, word = uploader.access.client_id, draw.word()
    return Pair(uploader.through(f"{client}-{word}"), uploader.through(f"{client}-{word.upper()}"))


def _tenant_of_zero(request: pytest.FixtureRequest, uploader: Uploader, draw: Draw) -> Pair:
    need_tenants(request)
    client, digits = uploader.access.client_id, draw.digits()
    return Pair(uploader.through(f"{client}-{digits}"), uploader.through(f"{client}-0{digits}"))


def _another_client(request: pytest.FixtureRequest, uploader: Uploader, _: Draw) -> Pair:
    return Pair(uploader, request.getfixturevalue("other_uploader"))


def _same_name(request: pytest.FixtureRequest, uploader: Uploader, draw: Draw) -> Pair:
    need_tenants(request)
    other: Uploader = request.getfixturevalue("other_uploader")
    tenant = tenant_of(uploader, draw)
    return Pair(uploader.through(tenant), other.through(tenant))


def need_tenants(request: pytest.FixtureRequest) -> None:
    """`NotTestable` where the target knows no tenants."""
    run: Run = request.getfixturevalue("run")
    if run.target.user_banking is None or not run.target.user_banking.tenants:
        raise NotTestable("TenantID naming a tenant of the client: [user-banking] tenants = true")


Meet = Callable[[pytest.FixtureRequest, Uploader, Draw], Pair]

OTHERS = [
    pytest.param(_another_tenant, id="another tenant of the client"),
    pytest.param(_another_client, id="another client"),
]
NEAR_STRANGERS = [
    pytest.param(_own_tenant, id="the client's own tenant"),
    pytest.param(_longer_tenant, id="a tenant whose name begins like the user's"),
    pytest.param(_tenant_of_zero, id="a tenant of the same number with a zero before"),
    pytest.param(_same_name, id="another client that names the same tenant"),
]
# Whether names of tenants are told apart by their case is not said.
IN_CAPITALS = pytest.param(_capital_tenant, id="a tenant of the same name in capitals")
STRANGERS = [*OTHERS, *NEAR_STRANGERS]
