"""Where a provider serves its connector, and what its calls must carry."""

import re
from dataclasses import dataclass, field

from sandbank_server.domain.texts import is_blank

LONGEST_NAME = 100
LONGEST_VALUE = 4000

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[ -~]+")
# What our calls carry anyway, and what would change how a call is framed.
_TAKEN = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackUrls:
    """The addresses of one connector; None where it has no such endpoint."""

    notification: str | None = None
    available_accounts: str | None = None
    auth: str | None = None
    re_auth: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A provider's connector: its addresses, and the header of its own that it checks."""

    urls: CallbackUrls
    header_name: str | None = None
    header_value: str | None = field(default=None, repr=False)


def fault_of_header_name(name: str) -> str | None:
    """What keeps a header's name from being sent, or None."""
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        return f"must be a header's name of at most {LONGEST_NAME} characters"
    if name.lower() in _TAKEN:
        return "must be a header that the call does not carry anyway"
    return None


def fault_of_header_value(value: str) -> str | None:
    """What keeps a header's value from being sent, or None."""
    if is_blank(value) or len(value) > LONGEST_VALUE or not _VALUE.fullmatch(value):
        return f"must be at most {LONGEST_VALUE} printable ASCII characters, not all blank"
    return None
