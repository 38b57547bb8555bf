"""Other choices about candidates: how they are listed, and what refuses to link one."""

from typing import Any

import pytest

from sandbank_server.api import consumer_linking, consumer_linking_present
from sandbank_server.api.calls import ok
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Malformed
from sandbank_server.service import available
from sandbank_server.service.available import Offer
from sandbank_server.service.ports import Sandbox
from zoo.animals import variant
from zoo.variants.tools import codes_answer

Patch = pytest.MonkeyPatch

CANDIDATES = "CON-LINK-02"


@variant("CON-LINK-02")
def linking_a_connected_candidate_answers_400(patch: Patch) -> None:
    """Linking a candidate that is connected answers 400."""
    codes_answer(patch, 400, CANDIDATES, "candidate_connected")


@variant("CON-LINK-02", "GEN-09", "PRV-AUTH-13")
def linking_a_connected_candidate_gives_the_account_there_is(patch: Patch) -> None:
    """Linking a candidate that is connected answers 200 with that account."""
    real = available.link

    def link(sandbox: Sandbox, caller: Any, path: Any, candidate_id: str, *more: Any) -> Any:
        company_id = available.reach.company(caller, path)
        candidate = available._candidate(sandbox, company_id, candidate_id)
        for account in sandbox.store.bank_accounts.find("company", company_id):
            if account.is_connected and _same(account, candidate):
                return account
        return real(sandbox, caller, path, candidate_id, *more)

    patch.setattr(available, "link", link)
    patch.setattr(consumer_linking, "created", ok)


def _same(account: BankAccount, candidate: Any) -> bool:
    told = candidate.account
    there = (account.bank_id, account.bank_identifier, account.account_identifier)
    return there == (candidate.bank_id, told.bank_identifier, told.account_identifier)


@variant("CON-LINK-02")
def an_unknown_candidate_answers_400(patch: Patch) -> None:
    """Linking a candidate that the company does not have answers 400."""
    codes_answer(patch, 400, CANDIDATES, "unknown_candidate")


@variant("CON-LINK-02")
def an_unknown_candidate_answers_403(patch: Patch) -> None:
    """Linking a candidate that the company does not have answers 403."""
    codes_answer(patch, 403, CANDIDATES, "unknown_candidate")


@variant("CON-LINK-02")
def a_list_about_no_account_is_empty(patch: Patch) -> None:
    """Without `bankAccountIds` nothing is available."""
    real_parse, real_offers = consumer_linking.parse.parse_named_accounts, available.offers

    def parse(call: Any) -> tuple[str, ...]:
        try:
            return real_parse(call)
        except Malformed:
            return ()

    def offers(sandbox: Sandbox, caller: Any, path: Any, ids: Any, *told: Any) -> list[Offer]:
        return real_offers(sandbox, caller, path, ids, *told) if ids else []

    patch.setattr(consumer_linking.parse, "parse_named_accounts", parse)
    patch.setattr(available, "offers", offers)


@variant()
def candidates_tell_more(patch: Patch) -> None:
    """Candidates have members that no document names."""
    real = consumer_linking_present._offer

    def offer(each: Offer) -> dict[str, Any]:
        told = real(each)
        told["metadata"] |= {"linkedAt": None}
        return {"currency": "GBP", **told}

    patch.setattr(consumer_linking_present, "_offer", offer)


@variant()
def candidates_come_in_another_order(patch: Patch) -> None:
    """What was told of last is listed first."""
    real = available.offers
    patch.setattr(available, "offers", lambda *what: real(*what)[::-1])


@variant("GEN-09")
def a_linked_candidate_answers_200(patch: Patch) -> None:
    """An account that comes of a candidate is answered with 200."""
    patch.setattr(consumer_linking, "created", ok)
