"""How a client may name its tenants, and how not."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.rows import ensure_each
from sandbank_conformance.suite.user_banking.strangers import need_tenants
from sandbank_conformance.uploads import USER


@requirement("UB-USER-01", level="profile")
def test_a_tenant_may_be_named_by_a_suffix_of_one_letter(
    request: pytest.FixtureRequest, uploader: Uploader
) -> None:
    need_tenants(request)

    tenant = uploader.through(f"{uploader.access.client_id}-x")

    ensure_success(tenant.call("createUser", json=USER))


NAMES = {
    "any name": "{word}",
    "one without a dash": "{client}{word}",
    "one without a suffix": "{client}-",
    "one of a client that is not there": "x{client}-{word}",
    "the client's in other letters": "{capitals}",
}
OTHERS_NAMES = {"another client": "{other}", "a tenant of another client": "{other}-{word}"}


@requirement("UB-USER-01", level="profile")
def test_a_tenant_that_is_not_the_clients_answers_403(
    request: pytest.FixtureRequest, uploader: Uploader, draw: Draw
) -> None:
    need_tenants(request)

    answers = {each: _meet(uploader, draw, name) for each, name in NAMES.items()}
    answers["any name, to list"] = uploader.through(draw.word()).call("listUsers")

    ensure_each(answers, 403)


@requirement("UB-USER-01", level="profile")
def test_a_tenant_of_another_client_answers_403(
    request: pytest.FixtureRequest, uploader: Uploader, other_uploader: Uploader, draw: Draw
) -> None:
    need_tenants(request)
    other = other_uploader.access.client_id

    answers = {each: _meet(uploader, draw, name, other) for each, name in OTHERS_NAMES.items()}

    ensure_each(answers, 403)


def _meet(uploader: Uploader, draw: Draw, name: str, other: str = "") -> Exchange:
    client = uploader.access.client_id
    capitals = client.upper() if client != client.upper() else client.lower()
    tenant = name.format(client=client, other=other, word=draw.word(), capitals=capitals)
    return uploader.through(tenant).call("createUser", json=USER)
