"""Who may see the pages when others than the owner's machine can reach the server."""

import hashlib
import hmac
from urllib.parse import quote, urlencode

from flask import redirect, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

COOKIE = "sandbank_pages"
PARAMETER = "token"
OPEN = (
    "/_bank/"  # a bank's user has no token of ours; the session's id and state are secrets enough
)


class Gate:
    """Lets in whoever shows the owner's token, once in the URL and from then on by cookie."""

    def __init__(self, owner_token: str) -> None:
        self._token = owner_token
        # Cookies go to every port of a host: this one opens the pages and nothing else.
        self._pass = hmac.digest(owner_token.encode(), COOKIE.encode(), hashlib.sha256).hex()

    def judge(self) -> Response | None:
        """None lets the request through; raises `Unauthorized` when nothing opens the gate."""
        if request.path.startswith(OPEN):
            return None
        if request.method in ("GET", "HEAD") and _same(request.args.get(PARAMETER), self._token):
            return self._admitted()
        credentials = request.authorization
        bearer = credentials.token if credentials and credentials.type == "bearer" else None
        if _same(request.cookies.get(COOKIE), self._pass) or _same(bearer, self._token):
            return None
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "sandbank"}))

    def _admitted(self) -> Response:
        response = redirect(_clean_url(), code=303)
        response.set_cookie(COOKIE, self._pass, httponly=True, samesite="Strict", path="/")
        return response


def _same(shown: str | None, right: str) -> bool:
    # Compared as bytes: texts beyond ASCII would raise.
    return hmac.compare_digest((shown or "").encode(errors="replace"), right.encode())


def _clean_url() -> str:
    # One leading slash: with two it would name another host.
    path = "/" + quote(request.path.lstrip("/"))
    rest = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
    return f"{path}?{urlencode(rest)}" if rest else path
