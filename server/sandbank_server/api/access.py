"""From an operation's `security` in its document to the credentials it asks for.

A scheme that is not known here stops the start: the server fails closed.
"""

from typing import Any

from sandbank_server.api import policies
from sandbank_server.api.consumer_security import ApplicationCredentials, ProductCredentials
from sandbank_server.api.provider_security import ProviderCredentials, ReportCredentials
from sandbank_server.api.security import Credentials, NoCredentials, OwnerCredentials
from sandbank_server.api.throttle import Throttle
from sandbank_server.api.user_banking_security import UploadCredentials
from sandbank_server.service.ports import Sandbox


class UnknownSecurity(Exception):
    """A document asks for credentials that no code checks."""


class Access:
    """Finds the credentials of an operation."""

    def __init__(self, sandbox: Sandbox, owner_token: str | None) -> None:
        self._sandbox = sandbox
        throttle = Throttle(sandbox.clock)
        self._provider = ProviderCredentials(sandbox, throttle)
        self._reports = ReportCredentials(sandbox, throttle)
        self._by_schemes: dict[frozenset[str], Credentials] = {
            frozenset(): NoCredentials(),
            frozenset({"application"}): ApplicationCredentials(sandbox),
            frozenset({"application", "companyToken"}): ProductCredentials(sandbox),
            frozenset({"providerKey", "providerToken"}): self._provider,
            frozenset({"owner"}): OwnerCredentials(owner_token),
        }

    def credentials_of(self, operation: Any) -> Credentials:
        """What an operation asks of its caller."""
        alternatives: list[dict[str, list[str]]] = operation.security or [{}]
        schemes = frozenset(alternatives[0])
        if schemes == {"uploadToken"}:
            return self._upload(alternatives)
        if len(alternatives) == 1 and schemes in self._by_schemes:
            found = self._by_schemes[schemes]
            report = operation.operation_id in policies.REPORTS and found is self._provider
            return self._reports if report else found
        raise UnknownSecurity(
            f"{operation.operation_id} asks for {alternatives}; known are "
            f"{', '.join(' + '.join(sorted(each)) or 'none' for each in self._by_schemes)}"
        )

    def _upload(self, alternatives: list[dict[str, list[str]]]) -> UploadCredentials:
        scopes = frozenset(scope for each in alternatives for scope in each["uploadToken"])
        reads = "banking" in scopes
        return UploadCredentials(self._sandbox, scopes, "UB-READ-01" if reads else "UB-DEL-06")
