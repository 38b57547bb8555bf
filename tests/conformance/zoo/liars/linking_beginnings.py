"""Servers that begin sessions otherwise than a product and its user can follow."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.authorisations import AuthorisationStatus
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.organisations import Bank
from sandbank_server.service import authorisations, banks, linking, offboarding, session_openings
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, liar
from zoo.liars.retelling import of_accounts, of_consumer, retell

Patch = pytest.MonkeyPatch

LINKING = of_consumer("GET", "[^/]+/indirectlinkaccount")
RENEWING = of_accounts("GET", "/[^/]+/indirectauth")


def _begun(patch: Patch, told: Callable[[Answered], Answered]) -> None:
    """The 302 by which a session begins is told anew."""

    def tell(answered: Answered) -> Answered:
        return told(answered) if answered.status == 302 else answered

    retell(patch, lambda asked: LINKING(asked) or RENEWING(asked), tell)


@liar("CON-LINK-01")
def sends_the_user_nowhere(patch: Patch) -> None:
    """The 302 has no `Location`; only its body tells where the user goes."""
    _begun(patch, lambda answered: answered.with_header("location", None))


@liar("CON-LINK-01", "GEN-09")
def sends_the_user_without_a_word(patch: Patch) -> None:
    """The 302 has no body, and so names no poll route."""
    _begun(patch, lambda answered: answered.with_header("content-type", None).with_body(b""))


@liar("CON-LINK-01", "GEN-09")
def tells_where_the_user_goes_and_does_not_send_there(patch: Patch) -> None:
    """What begins a session answers 200."""
    _begun(patch, lambda answered: replace(answered, status=200).with_header("location", None))


@liar("CON-LINK-01")
def sends_the_user_elsewhere_than_it_says(patch: Patch) -> None:
    """`Location` leads to the home page of the bank, `redirect` to the session."""

    def told(answered: Answered) -> Answered:
        place = (answered.header("location") or "").partition("?")[0]
        return answered.with_header("location", place)

    _begun(patch, told)


@liar("CON-LINK-01")
def the_poll_route_of_a_renewal_is_left_out(patch: Patch) -> None:
    """What begins a re-authorisation names an empty poll route."""

    def told(answered: Answered) -> Answered:
        if answered.status != 302:
            return answered
        body = json.loads(answered.body)
        return answered.with_body(json.dumps({**body, "pollRoute": ""}).encode())

    retell(patch, RENEWING, told)


@liar("CON-ACC-01")
def links_at_a_bank_that_nobody_knows(patch: Patch) -> None:
    """Linking at a bank that is not known begins a session at the first bank there is."""
    real = banks.named

    def named(sandbox: Sandbox, bank_id: str, pointer: str) -> Bank:
        if pointer != "/query/bankId" or sandbox.store.banks.get(bank_id) is not None:
            return real(sandbox, bank_id, pointer)
        return next(iter(sandbox.store.banks.all()))

    patch.setattr(banks, "named", named)


@liar("CON-OFF-11")
def a_cancelled_account_can_be_authorised_anew(patch: Patch) -> None:
    """A session begins for a disconnected account; nothing that it comes to changes the account."""
    patch.setattr(linking, "judge_connected", lambda _: None)


@liar("CON-OFF-02", "CON-OFF-11")
def authorising_anew_makes_a_cancelled_account_pending(patch: Patch) -> None:
    """Who begins a session for a disconnected account has it connected again by that."""
    real = linking.reauthorise
    patch.setattr(linking, "judge_connected", lambda _: None)

    def reauthorise(sandbox: Sandbox, caller: Any, path: Any, **more: Any) -> Any:
        begun = real(sandbox, caller, path, **more)
        account = sandbox.store.bank_accounts.get(path.bank_account_id)
        if account is not None and not account.is_connected:
            revived = replace(account, status=BankAccountStatus.PENDING)
            sandbox.store.bank_accounts.put(revived)
        return begun

    patch.setattr(linking, "reauthorise", reauthorise)


@liar("CON-OFF-02", "CON-OFF-13")
def a_session_from_before_its_end_revives_an_account(patch: Patch) -> None:
    """A disconnection leaves re-authorisations open that a product has begun, and they renew."""
    real_revoke, real = offboarding._revoke_sessions, authorisations._reauthorise

    def revoke(sandbox: Sandbox, account: BankAccount) -> None:
        table = sandbox.store.authorisations
        begun = [
            each
            for each in table.find("account", account.bank_account_id)
            if each.poll_route is not None and each.status is AuthorisationStatus.OPEN
        ]
        real_revoke(sandbox, account)
        for each in begun:
            table.put(each)

    def reauthorise(sandbox: Sandbox, session: Any, told: Any) -> Any:
        table = sandbox.store.bank_accounts
        account = table.get(session.bank_account_id or "")
        if session.poll_route is not None and account is not None and not account.is_connected:
            table.put(replace(account, status=BankAccountStatus.ACTIVE))
        return real(sandbox, session, told)

    patch.setattr(offboarding, "_revoke_sessions", revoke)
    patch.setattr(authorisations, "_reauthorise", reauthorise)


@liar("CON-LINK-01")
def a_new_session_takes_the_polls_of_the_one_before(patch: Patch) -> None:
    """A company polls one session at a time: the routes of older ones are gone with a new one."""
    real = session_openings.open_session

    def opened(sandbox: Sandbox, opening: Any) -> Any:
        table = sandbox.store.authorisations
        for each in list(table.all()):
            if each.company_id == opening.subject.company_id and each.poll_route is not None:
                table.put(replace(each, poll_route=each.poll_route.ended()))
        return real(sandbox, opening)

    patch.setattr(linking, "open_session", opened)
