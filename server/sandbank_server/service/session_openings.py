"""Opening a session: it is stored, and its provider told before the user comes."""

from dataclasses import dataclass

from sandbank_server.domain.authorisations import (
    LIFETIME,
    Authorisation,
    AuthorisationKind,
    AuthorisationStatus,
)
from sandbank_server.domain.notifications import session_began
from sandbank_server.domain.poll_routes import PollRoute
from sandbank_server.service import notifications
from sandbank_server.service.identities import unused
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.session_subjects import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a session to open is for; `application_id` is the product that will poll it."""

    provider_id: str
    kind: AuthorisationKind
    subject: Subject
    base_url: str
    application_id: str | None = None


def open_session(sandbox: Sandbox, opening: Opening) -> Authorisation:
    """An open session of 20 minutes, told to its provider; its return leg is at `base_url`."""
    authorisation = _opened(sandbox, opening)
    sandbox.store.authorisations.put(authorisation)
    notifications.record(
        sandbox,
        authorisation.provider_id,
        session_began(authorisation),
        bank_account_id=authorisation.bank_account_id,
    )
    return authorisation


def _opened(sandbox: Sandbox, opening: Opening) -> Authorisation:
    whom, now = opening.subject, sandbox.clock.now()
    route = None
    if opening.application_id is not None:
        route = PollRoute(application_id=opening.application_id, given_at=now)
    return Authorisation(
        authorisation_id=unused(sandbox.ids, sandbox.store.authorisations.get),
        provider_id=opening.provider_id,
        kind=opening.kind,
        company_id=whom.company_id,
        bank_id=whom.bank_id,
        status=AuthorisationStatus.OPEN,
        expires_at=now + LIFETIME,
        redirect_uri=f"{opening.base_url}/_bank/return",
        state=sandbox.ids.new(),
        bank_account_id=whom.bank_account_id,
        poll_route=route,
    )
