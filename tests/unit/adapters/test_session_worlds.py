"""Polls, choices and candidates in a world: they go with it, and only those that can be."""

from typing import Any

import pytest
from store_builders import memory_store, world

from sandbank_server.service.keys import offer_key
from sandbank_server.service.ports import WorldError

GRANTED = {
    "bankAccountExternalId": "ext",
    "accountName": "Reserve",
    "bankIdentifier": "customer",
    "branchIdentifier": "n/a",
    "accountIdentifier": "acct",
}
CHOSEN: dict[str, Any] = {
    "authorisationId": "s",
    "providerId": "p",
    "kind": "onboarding",
    "companyId": "co",
    "bankId": "bank",
    "status": "completed",
    "expiresAt": "PT20M",
    "redirectUri": "http://127.0.0.1/_bank/return",
    "state": "state",
    "granted": [GRANTED],
    "chosen": GRANTED,
    "requestedStartDate": "2026-01-01",
    "pollRoute": {"applicationId": "product", "givenAt": "-PT1M", "number": 3},
}
CANDIDATE: dict[str, Any] = {
    "bankAccountCandidateId": "ca",
    "companyId": "co",
    "bankId": "bank",
    "account": {
        "externalId": "ext",
        "accountName": "Reserve",
        "bankIdentifier": "customer",
        "accountIdentifier": "acct",
    },
    "chosenIn": "s",
}


def problems(**tables: Any) -> list[str]:
    with pytest.raises(WorldError) as refusal:
        memory_store().load(world(**tables))
    return [place for place, _ in refusal.value.problems]


def test_a_poll_and_a_choice_are_loaded_back_identically() -> None:
    store, other = memory_store(), memory_store()
    store.load(world(authorisations=[CHOSEN], bankAccountCandidates=[CANDIDATE]))

    other.load(store.export())

    assert other.export() == store.export()
    session = other.authorisations.get("s")
    assert session is not None
    assert session.poll_route is not None
    assert (session.poll_route.number, session.chosen) == (3, session.granted[0])
    [candidate] = other.bank_account_candidates.find("offer", offer_key("co", "bank"))
    assert candidate.chosen_in == "s"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"chosen": {**GRANTED, "accountName": None}}, "/chosen/accountName"),
        ({"requestedStartDate": "soon"}, "/requestedStartDate"),
        ({"pollRoute": {"applicationId": "product"}}, "/pollRoute/givenAt"),
        ({"pollRoute": {**CHOSEN["pollRoute"], "number": "3"}}, "/pollRoute/number"),
    ],
)
def test_a_session_that_cannot_be_is_refused(changes: dict[str, Any], place: str) -> None:
    assert problems(authorisations=[{**CHOSEN, **changes}]) == [f"/authorisations/0{place}"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"companyId": "no"}, "/companyId"),
        ({"bankId": "no"}, "/bankId"),
        ({"account": {}}, "/account/externalId"),
        ({"bankAccountCandidateId": "a/b"}, "/bankAccountCandidateId"),
    ],
)
def test_a_candidate_that_cannot_be_is_refused(changes: dict[str, Any], place: str) -> None:
    found = problems(bankAccountCandidates=[{**CANDIDATE, **changes}])

    assert f"/bankAccountCandidates/0{place}" in found


def test_a_real_account_is_one_candidate() -> None:
    twice = [CANDIDATE, {**CANDIDATE, "bankAccountCandidateId": "cb"}]

    assert problems(bankAccountCandidates=twice) == ["/bankAccountCandidates/1"]
