"""The pages, for a person's browser: start page, interactive docs, and those of a bank's user."""

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, NotFound, Unauthorized

from sandbank_server.domain.authorisations import AuthorisationKind
from sandbank_server.pages.assets import (
    BANK_ASSETS,
    CONSOLE_ASSETS,
    DOCS_ASSETS,
    locked_style,
    sent,
)
from sandbank_server.pages.bank_login import BankLogin
from sandbank_server.pages.desk import Desk
from sandbank_server.pages.gate import OPEN, Gate
from sandbank_server.pages.overview import Overview
from sandbank_server.pages.places import CONNECTOR, DOCUMENTED, PLACES
from sandbank_server.pages.return_leg import ReturnLeg

_SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE_POLICY = f"{_SHUT}; style-src 'self'; img-src 'self'"
# Swagger UI writes style attributes and draws data: images.
DOCS_POLICY = (
    f"{_SHUT}; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)

_MOST = 256 * 1024  # bytes of a form

_ADVICE = {
    404: "There is no page at this address.",
    405: "Pages are only there to be looked at: use GET.",
    500: "The sandbox could not make this page. What went wrong is in its output.",
}


class Pages:
    """The views."""

    def __init__(self, look: Callable[[], Overview]) -> None:
        self._look = look
        self._locked_style = locked_style()

    def start(self) -> str:
        """What runs here, and what the sandbox holds."""
        base = request.host_url.rstrip("/")
        return render_template(
            "start.html",
            overview=self._look(),
            places=PLACES,
            elsewhere=CONNECTOR,
            base=base,
        )

    def docs(self, api: str) -> Response:
        """The interactive docs of one API."""
        here = next((place for place in DOCUMENTED if place.slug == api), None)
        if here is None:
            raise NotFound
        response = make_response(render_template("docs.html", here=here, places=DOCUMENTED))
        response.headers["Content-Security-Policy"] = DOCS_POLICY
        return response

    def refused(self, error: HTTPException) -> Response:
        """A small page that says what is wrong and where to go on."""
        code = error.code or 500
        if request.path.startswith(OPEN):
            told = error.description if error.description != type(error).description else ""
            shown = render_template("bank_refused.html", title=error.name, advice=told)
            return _like(error, shown)
        advice = _ADVICE.get(code, "The sandbox cannot answer this request.")
        page = render_template("refused.html", code=code, title=error.name, advice=advice)
        return _like(error, page)

    def locked(self, error: Unauthorized) -> Response:
        """The page that says how to open the gate; it carries its style, as assets are shut too."""
        style = self._locked_style
        response = _like(error, render_template("locked.html", style=style))
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        response.headers["Content-Security-Policy"] = f"{_SHUT}; style-src 'sha256-{digest}'"
        return response


def create_pages(
    look: Callable[[], Overview], desk: Desk, *, owner_token: str | None = None
) -> Flask:
    """The pages as a WSGI app for the root of the host.

    `look` and `desk` are called in the thread of a request; `look` gives a consistent overview.
    With an `owner_token` every page and asset demands it, but those that a bank's user meets.
    """
    app = Flask(__name__, static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config["MAX_CONTENT_LENGTH"] = _MOST
    app.url_map.merge_slashes = False  # pages never redirect but to drop a token from the URL
    app.jinja_env.filters["clock"] = _clock
    _add_views(app, Pages(look))
    _add_bank_views(app, desk)
    if owner_token is not None:
        app.before_request(Gate(owner_token).judge)
    app.before_request(_refuse_doubled_slash)
    app.after_request(_guarded)
    return app


def _add_views(app: Flask, pages: Pages) -> None:
    app.add_url_rule("/", "start", pages.start)
    app.add_url_rule("/_console", "console", pages.start)
    app.add_url_rule("/_console/static/<name>", "asset", lambda name: sent(CONSOLE_ASSETS, name))
    app.add_url_rule("/_docs/<api>", "docs", pages.docs)
    app.add_url_rule("/_docs/static/<name>", "docs_asset", lambda name: sent(DOCS_ASSETS, name))
    app.register_error_handler(HTTPException, pages.refused)
    app.register_error_handler(Unauthorized, pages.locked)


def _add_bank_views(app: Flask, desk: Desk) -> None:
    views: dict[str, BankLogin | ReturnLeg] = {
        "auth": BankLogin(desk, AuthorisationKind.ONBOARDING),
        "authrefresh": BankLogin(desk, AuthorisationKind.REAUTHORISATION),
        "return": ReturnLeg(desk),
    }
    for name, view in views.items():
        app.add_url_rule(f"/_bank/{name}", name, view.ask)
        app.add_url_rule(f"/_bank/{name}", f"{name}_answer", view.answer, methods=["POST"])
    app.add_url_rule("/_bank/static/<name>", "bank_asset", lambda name: sent(BANK_ASSETS, name))


def _like(error: HTTPException, page: str) -> Response:
    response = make_response(page, error.code or 500)
    for name, value in error.get_headers():
        if name in ("Allow", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _refuse_doubled_slash() -> None:
    # Werkzeug's router drops it silently, and one page would have many addresses.
    if request.environ["PATH_INFO"].startswith("//"):
        raise NotFound


def _guarded(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "no-referrer")
    return response


def _clock(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
