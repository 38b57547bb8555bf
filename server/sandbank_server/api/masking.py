"""Secrets never reach a journal or a page in full."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote_plus

from sandbank_server.api.calls import Json

SECRET_MEMBERS = frozenset(
    {"client_secret", "access_token", "jwt", "token", "clientsecret", "apikey", "signingkey"}
)
# The bodies of these operations are made of secrets: masked before they are kept at all.
TOKEN_OPERATIONS = frozenset({"issueProviderToken", "issueUploadToken"})
SECRET_OPERATIONS = TOKEN_OPERATIONS | {"getAccessToken", "createOrganisation"}
# What may be read of a request for a token: whatever else it holds may be a secret misplaced.
PLAIN_MEMBERS = frozenset({"grant_type", "client_id", "audience", "scope"})
_SECRET_NAME = re.compile(
    r"authorization|cookie|signature|secret|password|token|jwt|(api|signing)[-_]?key", re.IGNORECASE
)
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


def masked(secret: str) -> str:
    """Enough of a secret to tell two apart, and no more."""
    return f"{secret[:4]}…" if len(secret) > 8 else "…"


def masked_headers(headers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Headers as they may be kept."""
    return {
        name: ", ".join(masked(v) if _SECRET_NAME.search(name) else masked_text(v) for v in values)
        for name, values in headers.items()
    }


def masked_text(text: str) -> str:
    """Text in which anything that looks like one of our tokens is masked."""
    return _TOKEN.sub(lambda match: masked(match[0]), text) if "eyJ" in text else text


def masked_target(target: str) -> str:
    """A path with its query, secrets that do not belong there masked."""
    path, mark, query = masked_text(target).partition("?")
    return path + mark + "&".join(_masked_pair(pair) for pair in query.split("&"))


def _masked_pair(pair: str) -> str:
    name, _, value = pair.partition("=")
    secret = _SECRET_NAME.search(unquote_plus(name))
    return f"{name}={masked(unquote_plus(value))}" if secret and value else pair


def masked_request(value: Json) -> Json:
    """The body of a request for a token: only what is known to be harmless stays."""
    if not isinstance(value, dict):
        return masked(str(value))
    return {
        key if key in PLAIN_MEMBERS | SECRET_MEMBERS else masked(str(key)): masked_text(inner)
        if key in PLAIN_MEMBERS and isinstance(inner, str)
        else masked(str(inner))
        for key, inner in value.items()
    }


def masked_body(value: Json) -> Json:
    """A JSON value with its secret members masked."""
    if isinstance(value, dict):
        return {
            key: masked(str(inner))
            if str(key).lower() in SECRET_MEMBERS and inner is not None
            else masked_body(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [masked_body(inner) for inner in value]
    return masked_text(value) if isinstance(value, str) else value
