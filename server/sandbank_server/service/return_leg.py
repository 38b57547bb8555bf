"""The return leg: the user is back from the bank, and picks one of the accounts it reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import sessions
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.sessions import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Homecoming:
    """A user who is back, and what there is to choose from."""

    authorisation: Authorisation  # its status as of now
    now: datetime
    bank_name: str
    candidates: Sequence[Candidate]


def homecoming(sandbox: Sandbox, state: str) -> Homecoming:
    """The session that a `state` belongs to; `Unknown` for any other text."""
    found = sandbox.store.authorisations.find("state", state, limit=1) if state else []
    if not found:
        raise Unknown("CNX-03", "unknown_state", "No session has this state.")
    authorisation = sessions.current(sandbox, found[0].authorisation_id)
    bank = sandbox.store.banks.get(authorisation.bank_id)
    return Homecoming(
        authorisation=authorisation,
        now=sandbox.clock.now(),
        bank_name=bank.name if bank else "the bank",
        candidates=sessions.candidates(sandbox, authorisation.authorisation_id),
    )
