"""Ids that nearly read the same, or do so one behind the other: what they name is kept apart."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.alike import ALIKE, Ends
from sandbank_conformance.suite.user_banking.looks import after, ensure_looks, held
from sandbank_conformance.uploads import Uploads


@pytest.mark.parametrize(("one", "two"), ALIKE)
@requirement("UB-UP-01")
def test_an_account_is_not_taken_for_one_that_differs_by(
    one: Ends, two: Ends, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    ids = [(draw.word(), draw.word())] * 2
    first, second = (
        uploads.account_body(draw)
        | {
            "accountId": account + end,
            "transactions": [uploads.transaction_body(draw, transactionId=begin + transaction)],
        }
        for (account, transaction), (end, begin) in zip(ids, (one, two), strict=True)
    )
    upload = uploads.upload(uploads.user(), first)
    before = held(uploader, upload)[upload.account]

    answer = given(uploader.call("uploadAccounts", upload.user, json=second))

    seen = after(uploader, upload.user)
    now = seen.get(upload.account) if isinstance(seen, dict) else seen
    ensure_looks(before, now, "the first account as before", by=answer)
    ensure_looks(True, second["accountId"] in seen, "the second beside it", by=answer)
