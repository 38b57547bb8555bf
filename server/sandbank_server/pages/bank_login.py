"""The playground bank's login: the user shares accounts or refuses, and is sent back."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import redirect, request
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from sandbank_server.domain.authorisations import AuthorisationKind
from sandbank_server.domain.authorisations import AuthorisationStatus as Status
from sandbank_server.domain.refusals import Unknown
from sandbank_server.pages.asking import Problem, page, tried
from sandbank_server.pages.desk import Desk
from sandbank_server.service.playground import Decision, Visit

_NONE_TICKED = Problem("Tick the accounts that you want to share, or refuse.")


class BankLogin:
    """One of the bank's two pages; nothing of the address is believed but the session's id."""

    def __init__(self, desk: Desk, kind: AuthorisationKind) -> None:
        self._desk = desk
        self._kind = kind

    def ask(self) -> Response:
        """What the user is asked."""
        return _asked(self._visit(request.args))

    def answer(self) -> Response:
        """Report what the user decided, and send them back where they came from."""
        visited = self._visit(request.form)
        decision, chosen = _decision(), request.form.getlist("account")
        if visited.authorisation.status is Status.OPEN:
            if decision is Decision.APPROVE and visited.accounts and not chosen:
                return _asked(visited, _NONE_TICKED)
            problem = tried(lambda: self._desk.decide(visited, decision, chosen))
            if problem is not None:
                return _asked(visited, problem)
        return redirect(way_back(visited), code=303)

    def _visit(self, told: Mapping[str, str]) -> Visit:
        try:
            visited = self._desk.visit(told.get("authorisation_id", ""))
        except Unknown as refusal:
            raise NotFound(refusal.detail) from None
        session = visited.authorisation
        if session.kind is not self._kind:
            raise NotFound("The session is of another kind: its page has another address.")
        known = {"redirect_uri": session.redirect_uri, "state": session.state}
        wrong = [name for name, value in known.items() if told.get(name, value) != value]
        if wrong:
            raise BadRequest(
                f"That is not this session's {' and '.join(wrong)}. Nobody is sent to an address "
                "that the session does not have."
            )
        return visited


def way_back(visited: Visit) -> str:
    """The session's own redirect_uri, kept whole, with its state added (CNX-03)."""
    parts = urlsplit(visited.authorisation.redirect_uri)
    state = urlencode({"state": visited.authorisation.state})
    query = f"{parts.query}&{state}" if parts.query else state
    return urlunsplit(parts._replace(query=query))


def _decision() -> Decision:
    try:
        return Decision(request.form.get("decision", ""))
    except ValueError:
        raise BadRequest("The answer is to approve or to refuse.") from None


def _asked(visited: Visit, problem: Problem | None = None) -> Response:
    back = way_back(visited)
    return page(
        "bank_login.html",
        problem=problem,
        goes_to=back,
        visit=visited,
        open=visited.authorisation.status is Status.OPEN,
        back=back,
    )
