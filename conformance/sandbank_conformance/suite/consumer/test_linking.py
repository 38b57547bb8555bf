"""Linking: a product sends its user to the bank, and learns where to ask how that ends."""

from urllib.parse import urljoin

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_refused,
    ensure_status,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.linking import (
    EACH_WAY,
    FOUND,
    WEB,
    Begin,
    begun,
    link,
    polled,
)
from sandbank_conformance.suite.general.consumer_calls import bank_of


@smoke
@requirement("CON-LINK-01")
@EACH_WAY
def test_the_user_is_sent_to_the_bank_by_302(
    begin: Begin, run: Run, product: Product, stock: Stock
) -> None:
    answer = begin(product, run, stock)

    ensure_status(answer, FOUND)
    location = answer.header("location") or ""
    ensure(
        location.startswith(("http://", "https://", "/")),
        expected="a Location that a browser can go to",
        received=location or "no Location",
        exchange=answer,
    )


@requirement("CON-LINK-01")
@EACH_WAY
def test_the_answer_says_the_same_in_its_body_and_where_to_poll(
    begin: Begin, run: Run, product: Product, stock: Stock
) -> None:
    answer = begin(product, run, stock)

    ensure_status(answer, FOUND)
    for member, kind in (("redirect", str), ("pollRoute", str), ("pollPeriod", int)):
        found = answer.at(f"/{member}")
        ensure(
            isinstance(found, kind) and bool(found),
            expected=f"{member} in the body",
            received=told(answer),
            exchange=answer,
        )


@requirement("CON-LINK-01")
@EACH_WAY
def test_the_user_is_sent_where_the_body_says(
    begin: Begin, run: Run, product: Product, stock: Stock
) -> None:
    answer = begin(product, run, stock)

    ensure_status(answer, FOUND)
    places = [answer.header("location"), answer.at("/redirect")]
    sent, said = (
        urljoin(answer.sent.url, each) if isinstance(each, str) else "" for each in places
    )
    ensure(sent == said, expected=f"Location: {said}", received=sent, exchange=answer)


@requirement("CON-ACC-01")
def test_nobody_is_sent_to_a_bank_that_is_not_there(run: Run, product: Product, draw: Draw) -> None:
    begun(link(product, run))

    unknown = {"bankId": draw.alike(bank_of(run)), **WEB}
    ensure_refused(product.call("beginLinking", query=unknown))


@requirement("CON-ACC-01", level="profile")
def test_a_bank_that_is_not_there_answers_400(run: Run, product: Product, draw: Draw) -> None:
    begun(link(product, run))

    unknown = {"bankId": draw.alike(bank_of(run)), **WEB}
    ensure_status(product.call("beginLinking", query=unknown), 400)


@requirement("CON-LINK-01")
def test_the_bank_may_be_spelled_in_small_letters(run: Run, product: Product) -> None:
    ensure_status(link(product, run, bankid=bank_of(run), **WEB), FOUND)


@smoke
@requirement("CON-LINK-01")
@EACH_WAY
def test_a_session_under_way_gives_the_next_route(
    begin: Begin, run: Run, product: Product, stock: Stock
) -> None:
    session = begun(begin(product, run, stock))

    first = polled(product, session)

    ensure_status(first, 202)
    route = first.at("/pollRoute")
    ensure(
        isinstance(route, str) and route != session.route,
        expected="a new pollRoute",
        received=told(first),
        exchange=first,
    )
    ensure_status(product.follow(first, route), 202)
