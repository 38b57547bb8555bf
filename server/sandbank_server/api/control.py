"""The Control API: the owner moves time, worlds and sessions, and sees what happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbank_contract import documents
from sandbank_server.api.calls import Answer, Call, Json, Waiting, created, nothing, ok
from sandbank_server.api.consumer_present import present_bank_account
from sandbank_server.api.control_connectors import ControlConnectors
from sandbank_server.api.control_faults import ControlFaults
from sandbank_server.api.control_playground import ControlPlayground
from sandbank_server.api.control_present import (
    present_audit,
    present_authorisation,
    present_begun,
    present_candidate,
)
from sandbank_server.api.journal import Journal
from sandbank_server.api.settings_forms import parse_settings, present_settings
from sandbank_server.api.user_banking_parse_items import fetched_accounts
from sandbank_server.api.user_banking_present import present_accounts
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import auto_approval, planting, sessions, timekeeping, worlds
from sandbank_server.service.callers import Anyone, Owner
from sandbank_server.service.connector_port import Addresses
from sandbank_server.service.ports import Sandbox

WorldSource = Callable[[str | None], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What only the control API may touch."""

    journal: Journal
    world: WorldSource  # a named world, or the one the sandbox started with
    public_keys: Callable[[], Mapping[str, Json]]
    addresses: Addresses
    version: str


class ControlApi(ControlConnectors, ControlFaults, ControlPlayground):
    """The operations of control.yaml; those of connectors, faults and playground are inherited."""

    def __init__(self, sandbox: Sandbox, workshop: Workshop) -> None:
        super().__init__(sandbox, workshop.addresses)
        self._workshop = workshop

    async def get_health(self, call: Call[Anyone]) -> Answer:  # noqa: ARG002
        """That it runs, and which version."""
        return ok({"status": "ok", "version": self._workshop.version})

    async def get_document(self, call: Call[Anyone]) -> Answer:
        """One published contract document."""
        api = call.path["document"].removesuffix(".yaml").replace("-", "_")
        if api not in documents.APIS or not call.path["document"].endswith(".yaml"):
            names = ", ".join(f"{each}.yaml" for each in documents.APIS)
            raise Unknown("CTL-05", "document_unknown", f"The documents are {names}.")
        text = documents.published(api).encode()
        return Answer(status=200, body=text, media_type="application/yaml")

    async def get_keys(self, call: Call[Anyone]) -> Answer:  # noqa: ARG002
        """The public keys that verify every token of ours."""
        return ok(self._workshop.public_keys())

    async def reset_world(self, call: Call[Owner]) -> Answer:
        """Begin again with a named world, re-dated to now."""
        name = (call.body or {}).get("world")
        worlds.replace(self._sandbox, self._workshop.world(name))
        return nothing()

    async def put_world(self, call: Call[Owner]) -> Answer:
        """Begin again with a world as sent."""
        worlds.replace(self._sandbox, call.body)
        return nothing()

    async def get_world(self, call: Call[Owner]) -> Answer:  # noqa: ARG002
        """The world as JSON, fit for PUT /world and for --world FILE."""
        return ok(self._sandbox.store.export())

    async def take_snapshot(self, call: Call[Owner]) -> Answer:
        """Keep a copy of everything."""
        worlds.take_snapshot(self._sandbox, call.path["name"])
        return nothing()

    async def restore_snapshot(self, call: Call[Owner]) -> Answer:
        """Bring a copy back."""
        worlds.restore_snapshot(self._sandbox, call.path["name"])
        return nothing()

    async def get_clock(self, call: Call[Owner]) -> Answer:  # noqa: ARG002
        """The sandbox's time."""
        return self._clock()

    async def move_clock(self, call: Call[Owner]) -> Waiting[None]:
        """Set, advance or freeze the time; what is due to be sent is tried before the answer."""
        body = call.body
        timekeeping.move(
            self._sandbox, to=body.get("set"), by=body.get("advance"), frozen=body.get("frozen")
        )
        return Waiting(self._sandbox.outbox.settled, lambda _: self._clock())

    def _clock(self) -> Answer:
        clock = self._sandbox.clock
        return ok({"now": clock.now(), "frozen": clock.frozen})

    async def change_settings(self, call: Call[Owner]) -> Answer:
        """Change some settings; all are shown."""
        store = self._sandbox.store
        store.change_settings(parse_settings(call.body, store.settings))
        return ok(present_settings(store.settings))

    async def begin_authorisation(self, call: Call[Owner]) -> Answer:
        """Begin a session, as linking or re-authorising would."""
        body = call.body
        begun = sessions.begin(
            self._sandbox,
            provider_id=body["providerId"],
            kind=body["kind"],
            bank_account_id=body.get("bankAccountId"),
            company_id=body.get("companyId"),
            base_url=call.base_url,
        )
        auto_approval.apply(self._sandbox, begun)
        return created(present_begun(begun))

    async def get_authorisation(self, call: Call[Owner]) -> Answer:
        """Where a session stands."""
        session = sessions.current(self._sandbox, call.path["authorisationId"])
        return ok(present_authorisation(session))

    async def list_candidates(self, call: Call[Owner]) -> Answer:
        """What the return leg offers the user."""
        offered = sessions.candidates(self._sandbox, call.path["authorisationId"])
        return ok([present_candidate(each) for each in offered])

    async def choose_candidate(self, call: Call[Owner]) -> Answer:
        """The user's choice, made headless."""
        chosen = sessions.choose(
            self._sandbox,
            call.path["authorisationId"],
            account_identifier=call.body["accountIdentifier"],
            requested_start_date=call.body.get("requestedStartDate"),
            bank_identifier=call.body.get("bankIdentifier"),
        )
        if chosen.account is None:
            return ok(present_candidate(chosen.candidate))
        return created(present_bank_account(chosen.account))

    async def plant_fetched_accounts(self, call: Call[Owner]) -> Answer:
        """Give a user accounts and transactions as if a bank had sent them."""
        user_id = call.path["user-id"]
        planted = planting.plant_fetched_accounts(
            self._sandbox, user_id, call.body.get("tenant"), fetched_accounts(user_id, call.body)
        )
        return created(present_accounts(planted))

    async def list_journal(self, call: Call[Owner]) -> Answer:
        """The last calls, newest first."""
        status = call.parameter("status")
        return ok(
            self._workshop.journal.latest(
                int(call.parameter("limit") or 100),
                call.parameter("operationId"),
                int(status) if status else None,
            )
        )

    async def list_audit(self, call: Call[Owner]) -> Answer:  # noqa: ARG002
        """The trail of deletions, oldest first."""
        return ok([present_audit(each) for each in self._sandbox.store.audit.all()])
