"""The trail of deletions: what an upload takes away is among them."""

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.uploads import Uploads

ENTRY = ("api", "action", "client", "ids", "count")


@requirement("CTL-09")
@of_api("user_banking")
def test_an_account_that_is_replaced_is_told_among_the_deletions(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    body = uploads.account_body(draw, transactions=2)
    upload = uploads.upload(uploads.user(), body)
    given(uploader.call("uploadAccounts", upload.user, json={**body, "transactions": []}))

    listed = owner.call("listAudit")

    told = [each for each in entries(listed) if upload.account in each.get("ids", ())]
    wanted = ("user_banking", "uploadAccounts", uploader.access.client_id, [upload.account], 2)
    shown = [tuple(each.get(name) for name in ENTRY) for each in told]
    ensure(shown == [wanted], expected=f"{wanted} once", received=str(told), exchange=listed)
