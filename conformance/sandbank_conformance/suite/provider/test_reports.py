"""Reports of onboardings: every account that was granted, and the user's choice among them."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.owner import Owner, there
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    fields_of,
    granted,
    offered,
    onboarded,
    reported,
    several,
)


@requirement("PRV-AUTH-08")
@pytest.mark.parametrize("accounts", [1, 2, 120])
def test_an_onboarding_may_bring_any_number_of_accounts(
    provider: Provider, stock: Stock, draw: Draw, accounts: int
) -> None:
    session = stock.onboarding()
    body = onboarded(*several(draw, accounts))

    answer = reported(provider, stock, session, body)

    ensure_success(answer)


@smoke
@requirement("PRV-AUTH-08")
@transition("session", "open", "granted", "granted")
@pytest.mark.parametrize("accounts", [1, 2, 120])
def test_every_account_of_an_onboarding_is_offered_to_the_user(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, accounts: int
) -> None:
    session = stock.onboarding()
    brought = several(draw, accounts)
    given(reported(provider, stock, session, onboarded(*brought)))

    told = offered(owner, session)

    ensure(told == fields_of(*brought), expected=str(fields_of(*brought)), received=str(told))


@requirement("PRV-AUTH-08")
@pytest.mark.parametrize("place", [pytest.param(0, id="the first"), pytest.param(2, id="the last")])
def test_the_user_may_choose_any_account_of_an_onboarding(
    provider: Provider, product: Product, stock: Stock, owner: Owner, draw: Draw, place: int
) -> None:
    session = stock.onboarding()
    brought = several(draw, 3)
    given(reported(provider, stock, session, onboarded(*brought)))
    wanted = brought[place]["accountIdentifier"]

    chosen = there(owner.call("chooseCandidate", session, json={"accountIdentifier": wanted}))

    ensure_success(chosen)
    account = given(chosen, "/bankAccountId")
    shown = given(product.call("getBankAccount", account), "/accountIdentifier")
    ensure(shown == wanted, expected=f"the account {wanted}", received=f"the account {shown}")


@requirement("PRV-AUTH-08")
def test_accounts_that_are_alike_in_all_but_their_identifiers_are_all_offered(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session, one, number = stock.onboarding(), granted(draw), draw.digits(8)
    brought = [
        {**one, "accountIdentifier": each, "bankAccountExternalId": f"ext-{each}"}
        for each in (number, f"0{number}", f"00{number}", f"{number}0")
    ]
    given(reported(provider, stock, session, onboarded(*brought)))

    told = offered(owner, session)

    ensure(told == fields_of(*brought), expected=str(fields_of(*brought)), received=str(told))


@requirement("PRV-AUTH-08")
@pytest.mark.parametrize("name", ["Geschäftskonto 家", 'O\'Neil & "Sons" <1>', "0815", "null"])
def test_an_account_is_offered_by_the_name_that_it_was_reported_with(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, name: str
) -> None:
    session, account = stock.onboarding(), granted(draw, accountName=name)
    given(reported(provider, stock, session, onboarded(account)))

    told = offered(owner, session)

    ensure(told == fields_of(account), expected=str(fields_of(account)), received=str(told))


@requirement("PRV-AUTH-14")
def test_accounts_of_one_report_may_differ_in_their_bank_identifier(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.onboarding()
    of_two_banks = [granted(draw, bankIdentifier=draw.digits(length)) for length in (4, 5)]

    answer = reported(provider, stock, session, onboarded(*of_two_banks))

    if answer.refused:  # then two accounts of one bank have to be right for anything to be proved
        given(reported(provider, stock, stock.onboarding(), onboarded(*several(draw, 2))))
    ensure_success(answer)


@requirement("PRV-AUTH-08")
def test_accounts_that_differ_in_their_bank_identifier_alone_are_both_offered(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session = stock.onboarding()
    one = granted(draw)
    brought = [one, granted(draw, accountIdentifier=one["accountIdentifier"])]
    given(reported(provider, stock, session, onboarded(*brought)))

    told = offered(owner, session)

    ensure(told == fields_of(*brought), expected=str(fields_of(*brought)), received=str(told))


@smoke
@requirement("PRV-AUTH-15")
def test_an_account_without_a_branch_is_accepted(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.onboarding()

    answer = reported(provider, stock, session, onboarded(granted(draw, branchIdentifier="n/a")))

    ensure_success(answer)


@requirement("PRV-AUTH-15")
@pytest.mark.parametrize("place", [pytest.param(0, id="the first"), pytest.param(1, id="the last")])
def test_an_account_without_a_branch_is_offered_like_others(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, place: int
) -> None:
    sessions, brought = [stock.onboarding(), stock.onboarding()], several(draw, 2)
    given(reported(provider, stock, sessions[0], onboarded(*brought)))
    with_branches = len(offered(owner, sessions[0]))
    brought[place]["branchIdentifier"] = "n/a"
    given(reported(provider, stock, sessions[1], onboarded(*brought)))

    without_one = len(offered(owner, sessions[1]))

    ensure(
        without_one == with_branches,
        expected=f"as many accounts offered as with branches, {with_branches}",
        received=f"{without_one} accounts",
        also=("PRV-AUTH-08",),
    )


@requirement("PRV-AUTH-15")
def test_of_several_accounts_one_may_be_without_a_branch(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, (one, other) = stock.onboarding(), several(draw, 2)

    answer = reported(
        provider, stock, session, onboarded(one, {**other, "branchIdentifier": "n/a"})
    )

    if answer.refused:  # then two accounts with branches have to be right
        given(reported(provider, stock, stock.onboarding(), onboarded(one, other)))
    ensure_success(answer)
