"""What is planted: the whole of it, where it belongs, and nothing where anything is wrong."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import (
    ensure,
    ensure_refused,
    ensure_status,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import uploads as shown
from sandbank_conformance.suite.control.entries import ensure_named
from sandbank_conformance.uploads import Uploads

pytestmark = of_api("user_banking")

IBANS = ("DE02120300000000202051", "DE02500105170137075030")
NEEDED = ("bankLoginId", "accountNumber", "currency", "type")
DATES = [
    pytest.param(-30_610_224_000, "1000-01-01", id="the first second"),
    pytest.param(32_503_679_999, "2999-12-31", id="the last second"),
    pytest.param(-1, "1969-12-31", id="the second before 1970"),
    pytest.param("2026-01-31t23:30:00-08:00", "2026-01-31", id="a moment"),
]


def _account(draw: Draw, **members: Any) -> dict[str, Any]:
    """An account as it is planted, without an id."""
    return {
        "bankLoginId": f"login-{draw.word(6)}",
        "accountNumber": draw.digits(),
        "currency": "EUR",
        "type": "GIRO",
        **members,
    }


def _by_iban(uploads: Uploads, uploader: Uploader, draw: Draw) -> tuple[str, str]:
    """The user and the id of an account that has an iban alone."""
    user, body = uploads.user(), {**uploads.account_body(draw), "iban": IBANS[0]}
    del body["accountNumber"]
    given(uploader.call("uploadAccounts", user, json=body))
    return user, body["accountId"]


@requirement("CTL-08")
def test_accounts_without_ids_are_planted_whole(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    new = [_account(draw, transactions=[uploads.transaction_body(draw)]) for _ in range(2)]

    answer = owner.call("plantFetchedAccounts", user, json={"accounts": new})

    ensure_status(answer, 201)
    held = {
        each["account"].get("accountNumber"): set(each["transactions"])
        for each in shown(uploader, user).values()
    }
    wanted = {each["accountNumber"]: {each["transactions"][0]["transactionId"]} for each in new}
    ensure(held == wanted, expected=str(wanted), received=str(held), exchange=answer)


@requirement("GEN-04")
@pytest.mark.parametrize("member", NEEDED)
def test_a_new_account_that_lacks_something_is_named_by_it(
    member: str, owner: Owner, uploads: Uploads, draw: Draw
) -> None:
    user, whole = uploads.user(), _account(draw)
    given(owner.call("plantFetchedAccounts", user, json={"accounts": [whole]}))
    lacking = {name: value for name, value in _account(draw).items() if name != member}

    answer = owner.call("plantFetchedAccounts", user, json={"accounts": [_account(draw), lacking]})

    ensure_status(answer, 400)
    ensure_named(answer, f"/accounts/1/{member}")


@requirement("CTL-08")
def test_an_account_that_has_an_iban_alone_is_planted_into_by_its_id(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, account = _by_iban(uploads, uploader, draw)
    new = uploads.transaction_body(draw)
    body = {"accounts": [{"accountId": account, "transactions": [new]}]}

    answer = owner.call("plantFetchedAccounts", user, json=body)

    ensure_status(answer, 201)
    held = set(shown(uploader, user)[account]["transactions"])
    ensure(held == {new["transactionId"]}, expected=str(new), received=str(held), exchange=answer)


@requirement("CTL-08")
@pytest.mark.parametrize("other", ["iban", "number"])
def test_an_account_that_has_an_iban_alone_is_not_planted_into_with_another(
    other: str, owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, account = _by_iban(uploads, uploader, draw)
    before = shown(uploader, user)
    members = {"iban": IBANS[1]} if other == "iban" else {"accountNumber": draw.digits()}
    new = {"accountId": account, "iban": IBANS[0], **members}

    answer = owner.call(
        "plantFetchedAccounts",
        user,
        json={"accounts": [{**new, "transactions": [uploads.transaction_body(draw)]}]},
    )

    ensure_refused(answer)
    ensure_unchanged(before, shown(uploader, user), by=answer)


@requirement("CTL-08")
def test_an_account_that_is_named_twice_gets_all(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, account = uploads.user(), f"acc-{draw.word()}"
    first, second = (uploads.transaction_body(draw) for _ in range(2))
    new = _account(draw, accountId=account, transactions=[first])
    body = {"accounts": [new, {"accountId": account, "transactions": [second]}]}

    answer = owner.call("plantFetchedAccounts", user, json=body)

    ensure_status(answer, 201)
    held = set(shown(uploader, user)[account]["transactions"])
    wanted = {first["transactionId"], second["transactionId"]}
    ensure(held == wanted, expected=str(wanted), received=str(held), exchange=answer)


@requirement("CTL-08")
def test_a_transaction_that_comes_for_an_account_twice_is_refused_and_nothing_planted(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, new = uploads.user(), uploads.transaction_body(draw)
    first = _account(draw, accountId=f"acc-{draw.word()}", transactions=[new])
    second = {**first, "transactions": [{**new, "purpose": "Again"}]}

    answer = owner.call("plantFetchedAccounts", user, json={"accounts": [first, second]})

    ensure_refused(answer)
    ensure_unchanged({}, shown(uploader, user), by=answer)


@requirement("CTL-08")
def test_a_single_planted_transaction_is_protected_in_an_uploaded_account(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, new = uploads.account(draw), uploads.transaction_body(draw)
    body = {"accounts": [{"accountId": upload.account, "transactions": [new]}]}
    given(owner.call("plantFetchedAccounts", upload.user, json=body))
    before = shown(uploader, upload.user)

    answer = uploader.call("deleteAccount", upload.user, upload.account)

    ensure_refused(answer)
    ensure_unchanged(before, shown(uploader, upload.user), by=answer)


@requirement("UB-UP-05")
@pytest.mark.parametrize(("sent", "kept"), DATES)
def test_a_planted_transaction_is_kept_by_the_day_of(
    sent: Any, kept: str, owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, account = uploads.user(), f"acc-{draw.word()}"
    given(owner.call("plantFetchedAccounts", user, json={"accounts": [_account(draw)]}))
    new = uploads.transaction_body(draw, bookingDate=sent)
    planted = _account(draw, accountId=account, transactions=[new])

    answer = owner.call("plantFetchedAccounts", user, json={"accounts": [planted]})

    ensure_status(answer, 201)
    held = shown(uploader, user)[account]["transactions"].get(new["transactionId"], {})
    day = held.get("bookingDate")
    ensure(day == kept, expected=kept, received=str(held), exchange=answer)
