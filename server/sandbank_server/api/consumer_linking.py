"""The Consumer API's operations of linking: by sessions and their polls, and by candidates."""

from sandbank_server.api import consumer_parse as parse
from sandbank_server.api.calls import Answer, Call, Waiting, accepted, created, found, ok
from sandbank_server.api.consumer_linking_present import (
    present_begun_session,
    present_offers,
    present_poll,
    present_poll_end,
)
from sandbank_server.api.consumer_present import present_bank_account
from sandbank_server.service import available, linking, polling
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.linking import BegunSession
from sandbank_server.service.ports import Sandbox


class ConsumerLinking:
    """Sessions that a product begins, and what it links by the access it has."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def begin_linking(self, call: Call[ProductCaller]) -> Answer:
        """Send the user to a bank, to grant access to accounts."""
        path, bank_id = parse.parse_company_path(call), parse.parse_linked_bank(call)
        begun = linking.link(self._sandbox, call.caller, path, bank_id, base_url=call.base_url)
        return _sent_there(begun)

    async def begin_reauthorisation(self, call: Call[ProductCaller]) -> Answer:
        """Send the user to a bank, to renew the access to one bank account."""
        path = parse.parse_account_path(call)
        begun = linking.reauthorise(self._sandbox, call.caller, path, base_url=call.base_url)
        return _sent_there(begun)

    async def poll_session(self, call: Call[ProductCaller]) -> Answer:
        """How a session stands; once it has ended, how."""
        polled = polling.poll(self._sandbox, call.caller, parse.parse_poll_path(call))
        if polled.under_way:
            return accepted(present_poll(polled.authorisation))
        return ok(present_poll_end(polled))

    async def list_available_bank_accounts(
        self, call: Call[ProductCaller]
    ) -> Waiting[available.Told]:
        """What could be linked by the access that connected accounts have."""
        path, ids = parse.parse_company_path(call), parse.parse_named_accounts(call)
        asked = available.enquiries(self._sandbox, call.caller, path, ids)

        def offer(told: available.Told) -> Answer:
            offers = available.offers(self._sandbox, call.caller, path, ids, told)
            return ok(present_offers(offers))

        return Waiting(outside=lambda: available.ask(self._sandbox, asked), then=offer)

    async def link_available_bank_account(self, call: Call[ProductCaller]) -> Answer:
        """Connect a candidate."""
        account = available.link(
            self._sandbox,
            call.caller,
            parse.parse_company_path(call),
            call.body["bankAccountCandidateId"],
            call.body.get("requestedStartDate"),
        )
        return created(present_bank_account(account))


def _sent_there(begun: BegunSession) -> Answer:
    return found(begun.redirect, present_begun_session(begun))
