"""Worlds: loaded, exported, started over, kept and restored."""

from datetime import datetime, timedelta
from typing import Any

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_refused,
    ensure_status,
    ensure_success,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock


@smoke
@requirement("CTL-02")
def test_what_is_exported_can_be_loaded_and_is_the_same_world(owner: Owner) -> None:
    world = given(owner.call("getWorld")).json
    given(owner.call("putWorld", json={}))

    answer = owner.call("putWorld", json=world)

    ensure_status(answer, 204)
    ensure_unchanged(world, given(owner.call("getWorld")).json, by=answer, also=())


@requirement("CTL-02")
@of_api("consumer")
def test_a_world_replaces_everything(owner: Owner, product: Product) -> None:
    given(product.call("listBankAccounts"))

    answer = owner.call("putWorld", json={"applications": [{"applicationId": "verify"}]})

    ensure_status(answer, 204)
    ensure_refused(product.call("listBankAccounts"))
    world = given(owner.call("getWorld")).json
    held = {kind: len(entries) for kind, entries in world.items() if entries}
    ensure(held == {"applications": 1}, expected="one application", received=str(held))


@smoke
@requirement("CTL-02")
def test_a_world_with_faults_is_not_loaded_and_every_place_is_named(owner: Owner) -> None:
    world = given(owner.call("getWorld")).json
    places = {"/bankAccounts/0/status", "/companies/1/organisationId", "/users/0/userId"}

    answer = owner.call("putWorld", json=_with_faults(world))

    ensure_status(answer, 400)
    errors = answer.at("/errors")
    named = {each.get("pointer") for each in errors} if isinstance(errors, list) else set()
    ensure(
        places <= named,
        expected=f"errors at {', '.join(sorted(places))}",
        received=f"errors at {', '.join(map(str, named))}",
        exchange=answer,
    )
    ensure_unchanged(world, given(owner.call("getWorld")).json, by=answer)


def _with_faults(world: dict[str, Any]) -> dict[str, Any]:
    accounts, companies, users = world["bankAccounts"], world["companies"], world["users"]
    user = {name: value for name, value in users[0].items() if name != "userId"}
    return {
        **world,
        "bankAccounts": [{**accounts[0], "status": "odd"}, *accounts[1:]],
        "companies": [
            companies[0],
            {**companies[1], "organisationId": "nobody"},
            *companies[2:],
        ],
        "users": [user, *users[1:]],
    }


@requirement("CTL-02")
@of_api("consumer")
def test_a_reset_undoes_what_was_done(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)

    answer = owner.call("resetWorld", json={"world": "playground"})

    ensure_status(answer, 204)
    ensure_refused(product.call("getBankAccount", account))


@smoke
@requirement("CTL-02")
@of_api("consumer")
def test_a_reset_keeps_the_keys(owner: Owner, product: Product) -> None:
    token = {"Authorization": product.headers["Authorization"]}
    keys = given(owner.call("getKeys")).json

    answer = owner.call("resetWorld", json={"world": "playground"})

    ensure_status(answer, 204)
    ensure_success(product.call("listBankAccounts", headers=token))
    ensure_unchanged(keys, given(owner.call("getKeys")).json, by=answer, also=())


@requirement("CTL-02")
def test_a_reset_dates_the_world_from_now(owner: Owner) -> None:
    before = _ends(owner)
    owner.advance("P3D")

    given(owner.call("resetWorld", json={"world": "playground"}))

    after = _ends(owner)
    moved = {key: after[key] - before[key] for key in before.keys() & after.keys()}
    ensure(
        bool(moved) and set(moved.values()) == {timedelta(days=3)},
        expected="every session three days later",
        received=str({key: str(each) for key, each in moved.items()}),
    )


def _ends(owner: Owner) -> dict[str, datetime]:
    sessions = given(owner.call("getWorld"), "/authorisations")
    return {each["authorisationId"]: datetime.fromisoformat(each["expiresAt"]) for each in sessions}


@requirement("CTL-02")
def test_a_world_that_nobody_knows_answers_400(owner: Owner) -> None:
    world = given(owner.call("getWorld")).json

    answer = owner.call("resetWorld", json={"world": "nobody-made-it"})

    ensure_status(answer, 400)
    ensure_unchanged(world, given(owner.call("getWorld")).json, by=answer)
