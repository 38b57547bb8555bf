"""What checks of reports share: their bodies, and what tells whether a report had an effect."""

from collections.abc import Collection
from typing import Any

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_unchanged,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.target import HeldSession

Json = dict[str, Any]

BY_QUERY = "reportAuthorisationByQuery"

RENEWED: Json = {"data": {"status": "success"}}  # a re-authorisation that succeeded
FAILED: Json = {"data": {"status": "failure"}}

NOT_OPEN = (404, 409, 410)  # how a server may say that a session takes no report


def granted(draw: Draw, **members: str) -> Json:
    """An account that nobody has reported before."""
    return {
        "bankAccountExternalId": f"ext-{draw.word()}",
        "accountName": f"Current account {draw.digits(4)}",
        "bankIdentifier": f"customer-{draw.word(6)}:verify",
        "branchIdentifier": draw.digits(6),
        "accountIdentifier": f"acct-{draw.word()}",
        **members,
    }


def several(draw: Draw, number: int) -> list[Json]:
    """Accounts of one user, all with the same `bankIdentifier`."""
    first = granted(draw)
    others = [granted(draw, bankIdentifier=first["bankIdentifier"]) for _ in range(number - 1)]
    return [first, *others]


def onboarded(*accounts: Json) -> Json:
    """The report of an onboarding that brought these accounts."""
    return {"data": {"status": "success", "bankAccounts": list(accounts)}}


def reported(
    provider: Provider, stock: Stock, session: str, body: Json, **options: Any
) -> Exchange:
    """The answer to the report of an open session."""
    answer = provider.call("reportAuthorisation", session, json=body, **options)
    if answer.status in NOT_OPEN and not stock.has_opened(session):
        raise NotTestable(
            f"a session that is open: {session} may have been used or have expired before this "
            f"run ({told(answer)}); [provider.sessions] needs new ones for each run"
        )
    return answer


def by_query(provider: Provider, session: str, body: Json, **options: Any) -> Exchange:
    """The answer to a report that names its session in the query."""
    return provider.call(BY_QUERY, query={"authorisationId": session}, json=body, **options)


def ensure_still_open(
    provider: Provider,
    stock: Stock,
    session: str,
    body: Json,
    by: Exchange,
    also: Collection[str] = ("GEN-02",),
) -> None:
    """A refused report has not used the session up; seen where the session is this run's own."""
    if not stock.has_opened(session):
        return
    later = provider.call("reportAuthorisation", session, json=body)
    if later.status not in NOT_OPEN:
        given(later)
    ensure(
        later.succeeded,
        expected="the session as it was before: the right report is then taken in",
        received=f"{told(later)}, after {told(by)}",
        exchange=by,
        also=also,
    )


def waiting(product: Product, session: HeldSession) -> Json:
    """The bank account of a re-authorisation as it is shown; it has to be `authRequired`."""
    if not session.account:
        raise NotTestable(
            "the bank account of a re-authorisation: "
            '[[provider.sessions.reauthorisation]] id = "…", account = "…"'
        )
    shown = seen(product, session.account)
    if shown.get("status") != "authRequired":
        raise NotTestable(
            f"a bank account that is authRequired: {session.account} is {shown.get('status')}"
        )
    return shown


def two_waiting(product: Product) -> tuple[str, str]:
    """Two bank accounts that are `authRequired`."""
    held = [each.id for each in product.access.accounts if each.status == "authRequired"]
    waiting = [each for each in held if status_of(product, each) == "authRequired"]
    if len(waiting) < 2:
        raise NotTestable(
            "two bank accounts that are authRequired: "
            '[[consumer.accounts]] id = "…", status = "authRequired"'
        )
    return waiting[0], waiting[1]


def seen(product: Product, account: str) -> Json:
    """A bank account as the product reads it."""
    shown: Json = given(product.call("getBankAccount", account)).json
    return shown


def identifiers(shown: Json) -> dict[str, str]:
    """What makes a bank account the same real one, as a report says it."""
    names = ("bankIdentifier", "accountIdentifier")
    if not all(isinstance(shown.get(each), str) for each in names):
        raise NotTestable("a bank account that is shown with its identifiers")
    return {each: shown[each] for each in names}


def status_of(product: Product, account: str) -> Any:
    """The status of a bank account as the product reads it."""
    return given(product.call("getBankAccount", account), "/status")


def ensure_account_unchanged(product: Product, account: str, before: Json, by: Exchange) -> None:
    """A bank account is as it was before a refused report."""
    ensure_unchanged(before, afterwards(seen, product, account), by=by)


def offered(owner: Owner, session: str) -> list[tuple[str, ...]]:
    """The accounts that a session offers the user, each with all its fields, in any order."""
    candidates = given(owner.call("listCandidates", session)).json
    return sorted(_fields(each) for each in candidates)


def fields_of(*accounts: Json) -> list[tuple[str, ...]]:
    """Reported accounts in the form in which `offered` tells them."""
    return sorted(_fields(each) for each in accounts)


def _fields(account: Json) -> tuple[str, ...]:
    return tuple(
        str(account.get(name))
        for name in (
            "bankIdentifier",
            "accountIdentifier",
            "bankAccountExternalId",
            "accountName",
            "branchIdentifier",
        )
    )
