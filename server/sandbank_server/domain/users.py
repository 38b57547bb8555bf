"""Clients of the User banking API, and the users they keep."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbank_server.domain.refusals import Forbidden, Malformed, Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadClient:
    """A client of the User banking API with the scopes it may be granted."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...]

    def granted(self, asked: str | None) -> tuple[str, ...]:
        """The scopes of a token: all of the client's, or those asked for if it has each."""
        if asked is None:
            return self.scopes
        named = frozenset(asked.split(" "))
        if not named <= frozenset(self.scopes):
            raise Malformed(
                "GEN-04",
                "The scope must name one or more of the client's own scopes.",
                (
                    Violation(
                        "/scope", f"must be of: {' '.join(self.scopes)}, with single spaces between"
                    ),
                ),
                code="invalid_scope",
            )
        return tuple(scope for scope in self.scopes if scope in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody whose banking data is kept, reachable through one tenant of one client."""

    user_id: str
    client_id: str
    tenant: str
    type: str  # person or company
    automatic_analysis: str  # active or suspended
    sequence: int
    expires_at: datetime | None = None


def tenant_of(client_id: str, asked: str | None) -> str:
    """The tenant a client reaches: its own id, or one named by its id, a dash and a suffix."""
    if asked is None or asked == client_id:
        return client_id
    own, suffix = asked[: len(client_id) + 1], asked[len(client_id) + 1 :]
    if own != f"{client_id}-" or not suffix.strip():
        raise Forbidden(
            "UB-USER-01",
            "tenant_not_allowed",
            "The TenantID header must be the client id, or the client id followed by '-' "
            "and a suffix, and be sent once; without it the client id is the tenant.",
        )
    return asked


def expiry(now: datetime, seconds: int | None) -> datetime | None:
    """When a user that lives so many seconds from now expires; None never does."""
    # The document's hundred years at most, and a clock before 2900: never beyond all time.
    return None if seconds is None else now + timedelta(seconds=seconds)
