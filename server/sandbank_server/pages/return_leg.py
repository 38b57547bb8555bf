"""The return leg: the Banking Service's page, where the user picks one of the shared accounts."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from sandbank_server.domain.refusals import Unknown
from sandbank_server.pages.asking import Problem, page, tried
from sandbank_server.pages.desk import Desk
from sandbank_server.service.return_leg import Homecoming

PROPOSED = timedelta(days=90)  # before today: what a start date is at first


class ReturnLeg:
    """The page that a session's redirect_uri leads to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self) -> Response:
        """How the session stands, and what the user may choose from."""
        return _asked(self._home(request.args))

    def answer(self) -> Response:
        """Take the user's choice; the page that follows says what came of it."""
        home = self._home(request.form)
        problem = self._take(home)
        if problem is not None:
            return _asked(self._home(request.form), problem)
        state = urlencode({"state": home.authorisation.state})
        return redirect(f"/_bank/return?{state}", code=303)

    def _take(self, home: Homecoming) -> Problem | None:
        if request.form.get("decision") == "none":
            return tried(lambda: self._desk.decline(home))
        number, start = request.form.get("account", ""), request.form.get("start", "")
        places = [str(place) for place in range(len(home.candidates))]
        if number not in places:
            return Problem("Choose the account that you want to connect.")
        if start and not _is_date(start):
            return Problem("Give the day from which transactions are wanted, like 2026-01-31.")
        return tried(lambda: self._desk.choose(home, int(number), start or None))

    def _home(self, told: Mapping[str, str]) -> Homecoming:
        try:
            return self._desk.homecoming(told.get("state", ""))
        except Unknown:
            raise NotFound("No session has this state: begin again in your product.") from None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _asked(home: Homecoming, problem: Problem | None = None) -> Response:
    return page(
        "return_leg.html",
        problem=problem,
        home=home,
        free=[each for each in home.candidates if not each.connected],
        proposed=(home.now - PROPOSED).date().isoformat(),
        latest=home.now.date().isoformat(),
    )
