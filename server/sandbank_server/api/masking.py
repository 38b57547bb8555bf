"""Secrets never reach a journal or a page in full."""

import re
from collections.abc import Mapping, Sequence

from sandbank_server.api.calls import Json

SECRET_HEADERS = frozenset({"authorization", "x-api-key", "x-signature", "cookie"})
SECRET_MEMBERS = frozenset(
    {"client_secret", "access_token", "jwt", "token", "clientsecret", "apikey", "signingkey"}
)
# The bodies of these operations are made of secrets: masked before they are kept at all.
SECRET_OPERATIONS = frozenset(
    {"issueProviderToken", "issueUploadToken", "getAccessToken", "createOrganisation"}
)
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")


def masked(secret: str) -> str:
    """Enough of a secret to tell two apart, and no more."""
    return f"{secret[:4]}…" if len(secret) > 8 else "…"


def masked_headers(headers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Headers as they may be kept."""
    return {
        name: ", ".join(masked(v) if name in SECRET_HEADERS else masked_text(v) for v in values)
        for name, values in headers.items()
    }


def masked_text(text: str) -> str:
    """Text in which anything that looks like one of our tokens is masked."""
    return _TOKEN.sub(lambda match: masked(match[0]), text) if "eyJ" in text else text


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
