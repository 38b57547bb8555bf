"""What a user has at the bank that the sandbox plays, and what is made there."""

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_member, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.suite.control.test_playground_bank import NEW, PENDING, begun
from sandbank_conformance.suite.provider.provider_banks import Banks

pytestmark = of_api("provider", "consumer")

FIELDS = (
    "bankAccountExternalId",
    "accountName",
    "bankIdentifier",
    "branchIdentifier",
    "accountIdentifier",
)


@requirement("CTL-14")
def test_what_is_granted_is_what_a_provider_may_report(owner: Owner) -> None:
    session = begun(owner)
    given(owner.call("logInUser", session, json={"decision": "approve"}))

    offered = entries(owner.call("listCandidates", session))

    lacking = [name for each in offered for name in FIELDS if not each.get(name)]
    ensure(
        bool(offered) and not lacking,
        expected=f"accounts with {', '.join(FIELDS)}",
        received=f"{len(offered)} of them; {lacking} are empty",
    )


@requirement("CTL-14")
def test_a_connected_account_is_granted_under_its_own_names(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    names = {"branchIdentifier": draw.digits(6), "accountName": draw.word()}
    shown = given(product.call("getBankAccount", stock.new_account(draw, **names))).json
    session = begun(owner)
    given(owner.call("logInUser", session, json={"decision": "approve"}))

    offered = entries(owner.call("listCandidates", session))

    wanted = {"bankAccountExternalId": shown["externalId"], **names}
    wanted |= {name: shown[name] for name in ("accountIdentifier", "bankIdentifier")}
    told = [{name: each.get(name) for name in FIELDS} for each in offered]
    ensure(wanted in told, expected=f"{wanted}", received=f"{told}"[:500])


@requirement("CTL-14")
def test_candidates_are_the_accounts_of_one_customer(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    shown = given(product.call("getBankAccount", account)).json
    query = {"bankAccountIds": account}
    listed = entries(product.call("listAvailableBankAccounts", query=query), "/availableAccounts")

    found = {each.get("accountIdentifier") for each in listed}
    wanted = {shown["accountIdentifier"], *NEW, "acct-23"}
    ensure(found == wanted, expected=f"{sorted(wanted)}", received=f"{found}")
    named = {"bankAccountCandidateId": listed[-1].get("bankAccountCandidateId")}
    linked = product.call("linkAvailableBankAccount", json=named)
    ensure_member(linked, "/bankIdentifier", shown["bankIdentifier"])


@requirement("CTL-14")
def test_no_candidates_of_the_playground_are_told_of_at_another_bank(
    rival: Provider, product: Product, statements: Statements, stock: Stock, draw: Draw
) -> None:
    banks = Banks(rival, product, statements)
    own = banks.offered_new(draw, callbackURLs={})
    account = stock.new_account(draw, bankId=banks.bank_id(own))

    answer = product.call("listAvailableBankAccounts", query={"bankAccountIds": account})

    found = [each.get("accountIdentifier") for each in entries(answer, "/availableAccounts")]
    ensure(not set(NEW) & set(found), expected=f"none of {NEW}", received=f"{found}")


@requirement("CTL-14")
def test_nothing_is_made_at_another_bank(
    owner: Owner,
    rival: Provider,
    product: Product,
    statements: Statements,
    stock: Stock,
    draw: Draw,
) -> None:
    banks = Banks(rival, product, statements)
    account = stock.new_account(draw, bankId=banks.bank_id(banks.offered_new(draw)))

    ensure_status(owner.call("makeTransactions", account, json={"count": 1}), 404)


@requirement("CTL-14")
def test_nothing_is_made_for_an_account_that_is_not_there(owner: Owner, draw: Draw) -> None:
    ensure_status(owner.call("makeTransactions", draw.uuid(), json={"count": 1}), 404)


@requirement("CTL-14")
def test_what_is_made_is_of_today_and_differs(owner: Owner, product: Product) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    now = owner.now()
    given(owner.call("makeTransactions", PENDING, json={"count": 40}))

    page = given(product.call("listTransactions", PENDING))
    made = entries(page, "/bankTransactionList/transactions")

    days = {str(each.get("datePosted"))[:10] for each in made}
    ensure(days == {now.date().isoformat()}, expected=f"of {now.date()}", received=f"{days}")
    amounts = {each.get("transactionAmount") for each in made}
    ensure(len(amounts) >= 12, expected="12 amounts or more", received=f"{len(amounts)}")
