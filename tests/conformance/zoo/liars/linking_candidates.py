"""Servers that list candidates wrongly: what could be linked, and what is."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from sandbank_server.api import consumer_linking
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.refusals import Malformed, Refusal
from sandbank_server.service import available
from sandbank_server.service.available import Offer
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.calls_again import forgetting
from zoo.liars.general_crashes import CRASH
from zoo.liars.retelling import of_consumer, retell

Patch = pytest.MonkeyPatch

LISTING = of_consumer("GET", "[^/]+/availablebankaccounts")
JOIN = "~"


def _offering(patch: Patch, change: Callable[[list[Offer]], list[Offer]]) -> None:
    real = available.offers
    patch.setattr(available, "offers", lambda *what: change(real(*what)))


@liar("CON-LINK-02")
def no_candidate_is_ever_connected(patch: Patch) -> None:
    """Candidates show `connected: false`, linked or not."""
    _offering(patch, lambda offers: [replace(each, connected=False) for each in offers])


@liar("CON-LINK-02")
def all_candidates_are_connected_once_one_was_linked(patch: Patch) -> None:
    """With a candidate that is linked all others of the company show `connected: true`."""
    linked: set[str] = set()
    real = available.link

    def link(*what: Any) -> Any:
        account = real(*what)
        linked.add(account.company_id)
        return account

    def change(offers: list[Offer]) -> list[Offer]:
        return [
            replace(each, connected=each.connected or each.candidate.company_id in linked)
            for each in offers
        ]

    patch.setattr(available, "link", link)
    _offering(patch, change)
    forgetting(patch, linked)


@liar("CON-LINK-02")
def what_was_linked_leaves_the_list(patch: Patch) -> None:
    """A candidate that is connected is not listed any more."""
    _offering(patch, lambda offers: [each for each in offers if not each.connected])


@liar("CON-LINK-02")
def the_list_of_candidates_is_kept_until_the_next_day(patch: Patch) -> None:
    """What was listed once is listed so for the day, whatever has been linked since."""
    kept: dict[tuple[str, bytes, str], bytes] = {}

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if asked.path.startswith("/_sandbox/") and asked.method in ("POST", "PUT"):
            kept.clear()  # another world, or another day
        key = (asked.path, asked.query, asked.header("authorization") or "")
        if LISTING(asked) and answered.status == 200:
            return answered.with_body(kept.setdefault(key, answered.body))
        return answered

    on_the_wire(patch, wire)


def _showing(patch: Patch, shown: Callable[[BankAccountCandidate], str]) -> None:
    """Candidates are listed under other ids; linking takes what stands before the join."""
    real_link = available.link

    def change(offers: list[Offer]) -> list[Offer]:
        return [
            replace(
                each,
                candidate=replace(each.candidate, bank_account_candidate_id=shown(each.candidate)),
            )
            for each in offers
        ]

    def link(sandbox: Sandbox, caller: Any, path: Any, candidate_id: str, *more: Any) -> Any:
        return real_link(sandbox, caller, path, candidate_id.partition(JOIN)[0], *more)

    _offering(patch, change)
    patch.setattr(available, "link", link)


@liar("CON-LINK-02")
def candidates_have_other_ids_in_every_list(patch: Patch) -> None:
    """A candidate gets another id each time it is listed; older ones still do for linking."""
    numbers = count(1)
    _showing(patch, lambda it: f"{it.bank_account_candidate_id}{JOIN}{next(numbers)}")


@liar("GEN-05")
def candidates_of_all_companies_are_listed(patch: Patch) -> None:
    """A list goes on with what the providers told other companies of."""
    real = available.offers

    def offers(sandbox: Sandbox, *what: Any) -> list[Offer]:
        own = real(sandbox, *what)
        ids = {each.candidate.bank_account_candidate_id for each in own}
        everything = sandbox.store.bank_account_candidates.all()
        others = [each for each in everything if each.bank_account_candidate_id not in ids]
        return [*own, *(Offer(candidate=each, connected=False) for each in others)]

    patch.setattr(available, "offers", offers)


@liar("CON-LINK-02")
def a_list_of_candidates_needs_no_accounts(patch: Patch) -> None:
    """Without `bankAccountIds` a list is about the first connected account of the company."""
    real = consumer_linking.parse.parse_named_accounts

    def parse(call: Any) -> Any:
        try:
            return real(call)
        except Malformed:
            if "bankAccountIds" in call.query:
                raise
            return ()

    def connected(sandbox: Sandbox, caller: Any, path: Any, ids: Any) -> Any:
        if ids:
            return real_connected(sandbox, caller, path, ids)
        company_id = available.reach.company(caller, path)
        own = sandbox.store.bank_accounts.find("company", company_id)
        return [each for each in own if each.is_connected][:1]

    real_connected = available._connected
    patch.setattr(consumer_linking.parse, "parse_named_accounts", parse)
    patch.setattr(available, "_connected", connected)


@liar("CON-OFF-11")
def a_cancelled_account_still_lists_candidates(patch: Patch) -> None:
    """What the access of a disconnected account would bring is listed as before."""
    real = available._connected

    def connected(sandbox: Sandbox, caller: Any, path: Any, ids: Any) -> Any:
        try:
            return real(sandbox, caller, path, ids)
        except Refusal as refusal:
            if refusal.requirement != "CON-OFF-11":
                raise
            return [sandbox.store.bank_accounts.get(each) for each in ids]

    patch.setattr(available, "_connected", connected)


@liar("CON-OFF-07", "GEN-05")
def lists_candidates_by_the_accounts_of_others(patch: Patch) -> None:
    """A list about the bank account of another company shows the candidates of that company."""
    real = available._connected

    def connected(sandbox: Sandbox, caller: Any, path: Any, ids: Any) -> Any:
        available.reach.company(caller, path)
        found = [sandbox.store.bank_accounts.get(each) for each in ids]
        good = all(each is not None and each.is_connected for each in found)
        return found if good else real(sandbox, caller, path, ids)

    patch.setattr(available, "_connected", connected)


@liar("CON-LINK-02", "GEN-01")
def falls_over_a_candidate_that_is_not_there(patch: Patch) -> None:
    """Linking a candidate that the company does not have answers 500."""
    linking = of_consumer("POST", "[^/]+/linkavailablebankaccount")
    retell(patch, linking, lambda told: CRASH if told.status == 404 else told)
