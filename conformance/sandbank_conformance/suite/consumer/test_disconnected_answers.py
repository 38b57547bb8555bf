"""No answer about a disconnected bank account tells of the transactions that it had."""

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import transactions
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OPERATIONS,
    Place,
    made_place,
    make,
    state,
)
from sandbank_conformance.suite.consumer.transaction_texts import said, texts_of
from sandbank_conformance.suite.disconnecting import disconnect

OTHERS = tuple(each for each in OPERATIONS if each != "listTransactions")  # that serves them


def _telling(product: Product, place: Place, account: str) -> set[str]:
    """Texts of the transactions of an account that nothing else of the company has."""
    held = transactions(product, account)
    elsewhere = str((given(product.call("listBankAccounts")).json, state(product, place)))
    texts = {each for each in texts_of(held) if each not in elsewhere}
    if not texts:
        raise NotTestable("transactions with texts of their own, such as a description")
    return texts


def _ensure_silent(answers: list[Exchange], texts: set[str]) -> None:
    for answer in answers:
        found = sorted(each for each in texts if each in said(answer))
        ensure(not found, expected="no transaction", received=f"{found[:3]}", exchange=answer)


@smoke
@requirement("CON-OFF-04")
def test_no_call_tells_of_a_transaction_after_its_account_was_disconnected(
    product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw, stock.account(transactions=1))
    texts = _telling(product, place, place.account)

    first = given(make(product, "disconnectBankAccount", place))
    answers = [make(product, each, place) for each in OTHERS]
    again = [make(product, each, place) for each in OTHERS]

    _ensure_silent([first, *answers, *again], texts)


@requirement("CON-OFF-04")
def test_no_report_of_a_session_tells_of_a_transaction_of_its_disconnected_account(
    product: Product, provider: Provider, stock: Stock, draw: Draw
) -> None:
    account = stock.account(status="authRequired", transactions=1)
    place = made_place(product, stock, draw, account)
    texts = _telling(product, place, account)
    session = stock.reauthorisation(account)
    disconnect(product, account)

    bodies = ({"data": {"status": each}} for each in ("success", "failure"))
    answers = [provider.call("reportAuthorisation", session.id, json=each) for each in bodies]

    _ensure_silent(answers, texts)
