"""Banking data planted as if it had been fetched from a bank."""

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
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import uploads as shown
from sandbank_conformance.uploads import Uploads

pytestmark = of_api("user_banking")


def _new(draw: Draw, uploads: Uploads, **members: Any) -> dict[str, Any]:
    """An account as it is planted."""
    return {
        "accountId": f"acc-{draw.word()}",
        "bankLoginId": f"login-{draw.word(6)}",
        "accountNumber": draw.digits(),
        "currency": "EUR",
        "type": "GIRO",
        "transactions": [uploads.transaction_body(draw)],
        **members,
    }


@smoke
@requirement("CTL-08")
def test_planted_data_counts_as_fetched(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, account = uploads.user(), _new(draw, uploads)

    answer = owner.call("plantFetchedAccounts", user, json={"accounts": [account]})

    ensure_status(answer, 201)
    held = shown(uploader, user)[account["accountId"]]
    fetched = [each.get("fetched") for each in held["transactions"].values()]
    ensure(
        fetched == [True] and held["account"].get("bankLoginId") == account["bankLoginId"],
        expected="a fetched account with one fetched transaction",
        received=str(held),
        exchange=answer,
    )


@smoke
@requirement("CTL-08")
def test_planted_data_is_protected_as_fetched_data_is(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, account = uploads.user(), _new(draw, uploads)
    given(owner.call("plantFetchedAccounts", user, json={"accounts": [account]}))
    before = shown(uploader, user)

    answer = uploader.call("deleteAccount", user, account["accountId"])

    ensure_refused(answer)
    ensure_unchanged(before, shown(uploader, user), by=answer)


@requirement("CTL-08")
def test_planting_into_an_uploaded_account_keeps_what_it_has(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, new = uploads.account(draw), uploads.transaction_body(draw)
    before = shown(uploader, upload.user)[upload.account]
    body = {"accounts": [{"accountId": upload.account, "transactions": [new]}]}

    answer = owner.call("plantFetchedAccounts", upload.user, json=body)

    ensure_status(answer, 201)
    after = shown(uploader, upload.user)[upload.account]
    planted = after["transactions"].pop(new["transactionId"], {})
    ensure(planted.get("fetched") is True, expected="a fetched one", received=str(planted))
    ensure_unchanged(before["transactions"], after["transactions"], by=answer, also=())


@requirement("CTL-08")
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"bankLoginId": None}, id="no bank login"),
        pytest.param({"currency": None}, id="no currency"),
        pytest.param({"transactions": [{"transactionId": "tx-1"}]}, id="half a transaction"),
    ],
)
def test_everything_is_planted_or_nothing(
    fault: dict[str, Any], owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, good, bad = uploads.user(), _new(draw, uploads), _new(draw, uploads)
    faulty = {name: value for name, value in {**bad, **fault}.items() if value is not None}

    answer = owner.call("plantFetchedAccounts", user, json={"accounts": [good, faulty]})

    ensure_status(answer, 400)
    ensure_unchanged({}, shown(uploader, user), by=answer)


@requirement("CTL-08")
def test_a_user_that_nobody_has_answers_404(owner: Owner, uploads: Uploads, draw: Draw) -> None:
    body = {"accounts": [_new(draw, uploads)]}

    answer = owner.call("plantFetchedAccounts", draw.uuid(), json=body)

    ensure_status(answer, 404)


@requirement("CTL-08")
def test_an_id_with_another_number_is_refused_and_nothing_planted(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    before = shown(uploader, upload.user)
    other = _new(draw, uploads, accountId=upload.account)

    answer = owner.call(
        "plantFetchedAccounts", upload.user, json={"accounts": [_new(draw, uploads), other]}
    )

    ensure_refused(answer)
    ensure_unchanged(before, shown(uploader, upload.user), by=answer)


@requirement("CTL-08")
def test_a_transaction_that_is_there_already_is_refused_and_nothing_planted(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, account = uploads.user(), _new(draw, uploads)
    given(owner.call("plantFetchedAccounts", user, json={"accounts": [account]}))
    before = shown(uploader, user)
    [there] = account["transactions"]
    more = [uploads.transaction_body(draw), {**there, "purpose": "Again"}]

    answer = owner.call(
        "plantFetchedAccounts", user, json={"accounts": [{**account, "transactions": more}]}
    )

    ensure_refused(answer)
    ensure_unchanged(before, shown(uploader, user), by=answer)
