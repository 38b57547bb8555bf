"""A user who says yes to everything, where a setting asks for one: no browser is needed then."""

from sandbank_server.domain.authorisations import Authorisation, AuthorisationKind
from sandbank_server.service import playground, sessions
from sandbank_server.service.bank_pages import is_played
from sandbank_server.service.playground import Decision
from sandbank_server.service.ports import Sandbox


def apply(sandbox: Sandbox, authorisation: Authorisation) -> None:
    """Approve a session of the playground bank at once, and choose the first new account of it."""
    if not sandbox.store.settings.auto_approve or not is_played(sandbox, authorisation):
        return
    playground.decide(sandbox, authorisation.authorisation_id, Decision.APPROVE, None)
    if authorisation.kind is AuthorisationKind.ONBOARDING:
        _choose(sandbox, authorisation)


def _choose(sandbox: Sandbox, authorisation: Authorisation) -> None:
    offered = sessions.candidates(sandbox, authorisation.authorisation_id)
    new = next((each.account for each in offered if not each.connected), None)
    if new is None:  # whoever has connected everything waits for nothing more
        sessions.decline(sandbox, authorisation.authorisation_id)
        return
    sessions.choose(
        sandbox,
        authorisation.authorisation_id,
        new.account_identifier,
        bank_identifier=new.bank_identifier,
    )
