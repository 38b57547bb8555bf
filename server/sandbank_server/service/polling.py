"""A product asks how a session of its own ended, by routes that work once each."""

from dataclasses import dataclass, replace
from datetime import datetime

from sandbank_server.domain.authorisations import Authorisation, AuthorisationKind
from sandbank_server.domain.authorisations import AuthorisationStatus as Status
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.poll_routes import PollRoute, read_poll_id
from sandbank_server.domain.refusals import Gone, Unknown
from sandbank_server.service import reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import CompanyPath

_UNDER_WAY = (Status.OPEN, Status.GRANTED)  # a granted session waits for the user's choice


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPath(CompanyPath):
    """The poll that a path names."""

    poll_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAccount:
    """What a poll tells of the account that the user chose, or authorised anew."""

    account_name: str | None
    account_key: str | None
    account_identifier: str
    bank_identifier: str
    branch_identifier: str | None
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """The session as the poll leaves it, and its outcome unless it is under way."""

    authorisation: Authorisation
    under_way: bool
    account: LinkedAccount | None = None


def poll(sandbox: Sandbox, caller: ProductCaller, path: PollPath) -> Polled:
    """How the session stands; the route is used by that, and the next one leads on."""
    now = sandbox.clock.now()
    authorisation, route = _of_route(sandbox, caller, path, now)
    under_way = authorisation.status_at(now) in _UNDER_WAY
    after = route.next(now) if under_way else route.ended()
    polled = replace(authorisation, poll_route=after)
    sandbox.store.authorisations.put(polled)
    account = None if under_way else _account(sandbox, authorisation)
    return Polled(authorisation=polled, under_way=under_way, account=account)


def _of_route(
    sandbox: Sandbox, caller: ProductCaller, path: PollPath, now: datetime
) -> tuple[Authorisation, PollRoute]:
    company_id = reach.company(caller, path)
    authorisation_id, number = read_poll_id(path.poll_id) or ("", 0)
    found = sandbox.store.authorisations.get(authorisation_id)
    route = found.poll_route if found else None
    if found is None or route is None or number > route.number:
        raise _unknown()
    if (found.company_id, route.application_id) != (company_id, caller.application_id):
        raise _unknown(truth="GEN-05")
    _judge(route, number, now)
    return found, route


def _unknown(truth: str | None = None) -> Unknown:
    detail = "No session that you began gave out this poll route."
    return Unknown("CON-LINK-01", "unknown_poll_route", detail, truth=truth)


def _judge(route: PollRoute, number: int, now: datetime) -> None:
    if route.is_used(number):
        raise Gone(
            "CON-LINK-01",
            "poll_route_used",
            "The poll route has been used; it works once, and its answer named the next.",
        )
    if route.has_expired(now):
        raise Gone(
            "CON-LINK-01",
            "poll_route_expired",
            "The poll route lived an hour and has expired; begin a new session.",
        )


def _account(sandbox: Sandbox, authorisation: Authorisation) -> LinkedAccount | None:
    """The account of a success; a failure has none, nor has one that was disconnected since."""
    if authorisation.status is not Status.COMPLETED:
        return None
    account = sandbox.store.bank_accounts.get(authorisation.bank_account_id or "")
    if account is not None and not account.is_connected:
        return None
    if authorisation.kind is AuthorisationKind.REAUTHORISATION:
        return _authorised(account) if account else None
    return _chosen(authorisation)


def _authorised(account: BankAccount) -> LinkedAccount:
    return LinkedAccount(
        account_name=account.account_name,
        account_key=account.account_key,
        account_identifier=account.account_identifier,
        bank_identifier=account.bank_identifier,
        branch_identifier=account.branch_identifier,
        external_id=account.external_id,
    )


def _chosen(authorisation: Authorisation) -> LinkedAccount | None:
    chosen = authorisation.chosen
    if chosen is None:  # in a world that somebody wrote
        return None
    return LinkedAccount(
        account_name=chosen.account_name,
        account_key=chosen.bank_account_external_id,  # no other key of it is known so far
        account_identifier=chosen.account_identifier,
        bank_identifier=chosen.bank_identifier,
        branch_identifier=chosen.branch_identifier,
        external_id=chosen.bank_account_external_id,
    )
