"""Credentials of the Consumer API: an application, and for a company its token."""

from sandbank_server.api.security import Headers, has_expired, only, read_token
from sandbank_server.domain.refusals import Forbidden, Unauthorised
from sandbank_server.service.callers import ApplicationCaller, ProductCaller
from sandbank_server.service.ports import Audience, Sandbox, Token


class ApplicationCredentials:
    """`x-application` alone (CON-APP-01)."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def check(self, headers: Headers) -> ApplicationCaller:
        """The product that names itself."""
        name = only(headers, "x-application")
        if name is None or self._sandbox.store.applications.get(name) is None:
            raise Forbidden(
                "CON-APP-01",
                "application_unknown",
                "The x-application header is missing, doubled or not an application of ours.",
            )
        return ApplicationCaller(application_id=name)


class ProductCredentials:
    """A bearer token from accesstoken, and the `x-application` it was issued to (CON-OFF-08)."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def check(self, headers: Headers) -> ProductCaller:
        """The product, its organisation and its company."""
        token = read_token(self._sandbox, headers)
        if token is None or token.audience != Audience.CONSUMER:
            raise _unauthorised(
                "token_wrong",
                "The Authorization header must be 'Bearer ' and the jwt of GET /accesstoken.",
            )
        if has_expired(self._sandbox, token):
            raise _unauthorised(
                "token_expired", "The token has expired; get a new one from GET /accesstoken."
            )
        return self._caller(token, headers)

    def _caller(self, token: Token, headers: Headers) -> ProductCaller:
        organisation_id = token.claims.get("organisationId", "")
        application_id = token.claims.get("sourceProduct", "")
        if self._sandbox.store.organisations.get(organisation_id) is None:
            raise _unauthorised("token_wrong", "The token's organisation does not exist any more.")
        if only(headers, "x-application") != application_id:
            raise Forbidden(
                "CON-OFF-08",
                "application_wrong",
                "The x-application header is missing, doubled or not the token's application.",
            )
        return ProductCaller(
            application_id=application_id,
            organisation_id=organisation_id,
            company_id=token.claims.get("companyId"),
        )


def _unauthorised(code: str, detail: str) -> Unauthorised:
    return Unauthorised("CON-OFF-08", code, detail)
