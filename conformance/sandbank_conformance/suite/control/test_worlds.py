"""Worlds: loaded, exported, started over, kept and restored."""

from datetime import datetime, timedelta
from typing import Any

from sandbank_conformance.callers import Product, Uploader
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
from sandbank_conformance.owner import Owner, moment
from sandbank_conformance.readings import afterwards, bank_account
from sandbank_conformance.readings import uploads as shown
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import entries, pointers
from sandbank_conformance.suite.general.consumer_calls import rule_body
from sandbank_conformance.uploads import Uploads


@smoke
@requirement("CTL-02")
def test_what_is_exported_can_be_loaded_and_is_the_same_world(owner: Owner) -> None:
    world = given(owner.call("getWorld")).json
    given(owner.call("putWorld", json={}))

    answer = owner.call("putWorld", json=world)

    ensure_status(answer, 204)
    ensure_unchanged(world, given(owner.call("getWorld")).json, by=answer, also=())


@requirement("CTL-02")
@of_api("consumer", "user_banking")
def test_a_world_that_is_loaded_again_shows_everybody_the_same(
    owner: Owner, product: Product, uploader: Uploader, uploads: Uploads, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    given(product.call("createRule", account, json=rule_body(draw)))
    upload, held = uploads.account(draw), stock.account(transactions=3, rules=1, shared=True)

    def seen() -> list[Any]:
        accounts = [bank_account(product, each) for each in (account, held)]
        return [*accounts, shown(uploader, upload.user)]

    before, world = seen(), given(owner.call("getWorld")).json
    given(owner.call("putWorld", json={}))

    answer = owner.call("putWorld", json=world)

    ensure_status(answer, 204)
    ensure_unchanged(before, afterwards(seen), by=answer, also=())


@requirement("CTL-02")
@of_api("consumer")
def test_a_world_replaces_everything(owner: Owner, product: Product) -> None:
    given(product.call("listBankAccounts"))

    answer = owner.call("putWorld", json={"applications": [{"applicationId": "verify"}]})

    ensure_status(answer, 204)
    ensure_refused(product.call("listBankAccounts"))
    world = given(owner.call("getWorld")).json
    held = {kind: len(each) for kind, each in world.items() if each}
    ensure(held == {"applications": 1}, expected="one application", received=str(held))


@smoke
@requirement("CTL-02")
def test_a_world_with_faults_is_not_loaded_and_every_place_is_named(owner: Owner) -> None:
    world = given(owner.call("getWorld")).json
    places = {"/bankAccounts/0/status", "/companies/1/organisationId", "/users/0/userId"}

    answer = owner.call("putWorld", json=_with_faults(world))

    ensure_status(answer, 400)
    named = set(pointers(answer))
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
        bool(moved) and all(_is_about_three_days(each) for each in moved.values()),
        expected="every session three days later",
        received=str({key: str(each) for key, each in moved.items()}),
    )


def _is_about_three_days(moved: timedelta) -> bool:
    return abs(moved - timedelta(days=3)) < timedelta(minutes=5)  # it may run meanwhile


def _ends(owner: Owner) -> dict[str, datetime]:
    sessions = entries(owner.call("getWorld"), "/authorisations")
    ends = {str(each.get("authorisationId")): each.get("expiresAt") for each in sessions}
    return {key: moment(each) for key, each in ends.items() if each}


@requirement("CTL-02")
def test_a_world_that_nobody_knows_answers_400(owner: Owner) -> None:
    world = given(owner.call("getWorld")).json

    answer = owner.call("resetWorld", json={"world": "nobody-made-it"})

    ensure_status(answer, 400)
    ensure_unchanged(world, given(owner.call("getWorld")).json, by=answer)
