"""The Consumer API's operations on sessions: link, authorise anew, ask how it ended."""

from sandbank_server.api import consumer_parse as parse
from sandbank_server.api.calls import Answer, Call, accepted, found, ok
from sandbank_server.api.consumer_linking_present import (
    present_begun_session,
    present_poll,
    present_poll_end,
)
from sandbank_server.service import linking, polling
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.linking import BegunSession
from sandbank_server.service.ports import Sandbox


class ConsumerLinking:
    """Sessions that a product begins."""

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


def _sent_there(begun: BegunSession) -> Answer:
    return found(begun.redirect, present_begun_session(begun))
