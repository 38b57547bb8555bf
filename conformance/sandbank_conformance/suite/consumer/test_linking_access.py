"""Who may link, poll, and list candidates for a company: nobody without its own credentials."""

import pytest

from sandbank_conformance.caller import changed
from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure_refused, given
from sandbank_conformance.marks import requirement
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.candidates import Connected
from sandbank_conformance.suite.consumer.faults import Fault
from sandbank_conformance.suite.consumer.linking import WEB, begun, link, renew
from sandbank_conformance.suite.general.consumer_calls import bank_of

by_faults = pytest.mark.parametrize("fault", ["no token", "no x-application"], indirect=True)


@by_faults
@requirement("CON-OFF-08")
def test_no_session_begins_with(fault: Fault, run: Run, product: Product) -> None:
    begun(link(product, run))
    query = {"bankId": bank_of(run), **WEB}

    ensure_refused(product.call("beginLinking", query=query, headers=fault.headers))


@by_faults
@requirement("CON-OFF-08")
def test_no_account_is_authorised_anew_with(fault: Fault, product: Product, stock: Stock) -> None:
    account = stock.account(status="authRequired")
    begun(renew(product, account))

    answer = product.call("beginReauthorisation", account, query=WEB, headers=fault.headers)

    ensure_refused(answer)


@by_faults
@requirement("CON-OFF-08")
def test_no_poll_is_answered_with(fault: Fault, run: Run, product: Product) -> None:
    session = begun(link(product, run))
    headers = changed(product.headers, fault.headers)

    answer = product.client.follow(
        session.answer, session.route, caller=product.name, headers=headers
    )

    ensure_refused(answer)


@by_faults
@requirement("CON-OFF-08")
def test_no_candidates_are_listed_with(fault: Fault, connected: Connected) -> None:
    given(connected.listed())

    ensure_refused(connected.listed(headers=fault.headers))


@by_faults
@requirement("CON-OFF-08")
def test_no_candidate_is_linked_with(fault: Fault, connected: Connected) -> None:
    ensure_refused(connected.link(headers=fault.headers))
