"""What `sandbank serve` says when it is ready."""

from sandbank_server.pages.places import PLACES
from sandbank_server.settings import Settings

_CREDENTIALS = """\
The playground's credentials (invented, and the same for everybody):
  Consumer       x-application sandbank.eu.product
                 organisation  0a000000-0000-4000-8000-000000000001
                 signing key   playground-signing-key-1
                 company       0b000000-0000-4000-8000-000000000001
  Provider       client provider-a, secret provider-a-secret, x-api-key provider-a-key,
                 audience sandbank/provider
  User banking   client upload-client, secret upload-secret"""


def welcome(settings: Settings, host: str, port: int) -> str:
    """Where everything is, whose credentials work, and a first call to paste."""
    base = f"http://{_reachable(host)}:{port}"
    parts = [f"Sandbank runs at {base} (Ctrl-C ends it)", _places(base), _state(settings)]
    if settings.owner_token:
        parts.append(_beyond_loopback(base, settings.owner_token))
    if settings.world == "playground":
        parts.append(_CREDENTIALS)
        parts.append(
            f"Try it:\n  curl -s {base}/consumer/v1/banks -H 'x-application: sandbank.eu.product'"
        )
    return "\n\n".join(parts) + "\n"


def _reachable(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1" if host == "0.0.0.0" else "[::1]"
    return f"[{host}]" if ":" in host else host


def _places(base: str) -> str:
    rows = [
        f"  {place.name:<17}{base + place.base_path:<40} docs {base}{place.docs_path}"
        for place in PLACES
    ]
    return "\n".join([*rows, f"  {'Start page':<17}{base}/"])


def _state(settings: Settings) -> str:
    if settings.db:
        when = "when it is answered" if settings.is_always_durable else "within a second"
        kept = (
            f"State: kept in {settings.db}, each change {when}; "
            f"a new file begins with the world {settings.world}."
        )
    else:
        kept = f"State: the world {settings.world}, in memory, gone when it ends."
    strict = "\nStrict: every answer is checked against the contract." if settings.strict else ""
    return kept + strict


def _beyond_loopback(base: str, token: str) -> str:
    return (
        "Others can reach this server, so the control API and the pages ask for a token:\n"
        f"  Control API    Authorization: Bearer {token}\n"
        f"  Start page     {base}/?token={token}"
    )
