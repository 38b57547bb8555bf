"""What pages with a form have in common: policy, problems, and a page shown once more."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, make_response, render_template

from sandbank_server.domain.refusals import Malformed, Refusal, Unavailable

_FORM_POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "style-src 'self'; img-src 'self'; form-action 'self'"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps the user's answer from being taken; the page is shown again with it."""

    message: str
    status: int = 400


def page(
    template: str, *, problem: Problem | None = None, goes_to: str = "", **shown: object
) -> Response:
    """A page with a form; `goes_to` is the address to which the answer may lead elsewhere."""
    html = render_template(template, problem=problem, **shown)
    response = make_response(html, problem.status if problem else 200)
    parts = urlsplit(goes_to)
    elsewhere = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    response.headers["Content-Security-Policy"] = _FORM_POLICY + elsewhere
    # With no referrer at all a browser names no origin for a form either, and we would refuse it.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def tried(work: Callable[[], None]) -> Problem | None:
    """Do what the user asked for; what refuses it is a problem of theirs."""
    try:
        work()
    except Malformed as refusal:
        said = "; ".join(each.message for each in refusal.violations)
        return Problem(f"That cannot be taken: it {said}." if said else refusal.detail)
    except Refusal as refusal:
        return Problem(refusal.detail, 503 if isinstance(refusal, Unavailable) else 409)
    return None
