"""The Control API's operations on the playground bank: its user, and its business."""

from sandbank_server.api.calls import Answer, Call, created, ok
from sandbank_server.api.control_present import present_authorisation, present_posted
from sandbank_server.service import playground, playground_business
from sandbank_server.service.callers import Owner
from sandbank_server.service.playground import Decision
from sandbank_server.service.ports import Sandbox


class ControlPlayground:
    """What the sandbox plays in a provider's place, without a browser."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def log_in_user(self, call: Call[Owner]) -> Answer:
        """The user's decision at the bank."""
        decided = playground.decide(
            self._sandbox,
            call.path["authorisationId"],
            Decision(call.body["decision"]),
            call.body.get("accountIdentifiers"),
        )
        return ok(present_authorisation(decided))

    async def make_transactions(self, call: Call[Owner]) -> Answer:
        """New transactions of a bank account."""
        count = int((call.body or {}).get("count", 1))
        made = playground_business.make(self._sandbox, call.path["bankAccountId"], count)
        return created(present_posted(made, count))
