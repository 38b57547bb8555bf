"""Credentials of the Provider API: a key, and a token of the same provider."""

from sandbank_server.api.security import Headers, has_expired, only, read_token
from sandbank_server.api.throttle import Throttle
from sandbank_server.domain.refusals import Forbidden, Refusal, Unauthorised
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Audience, Sandbox, Token


class ProviderCredentials:
    """`x-api-key` and a bearer token of the same provider (PRV-ACC-01, PRV-AUTH-20)."""

    key_rule = token_rule = expiry_rule = "PRV-ACC-01"

    def __init__(self, sandbox: Sandbox, throttle: Throttle) -> None:
        self._sandbox = sandbox
        self._throttle = throttle

    def check(self, headers: Headers) -> ProviderCaller:
        """The provider that key and token agree on."""
        store = self._sandbox.store
        key = only(headers, "x-api-key")
        providers = store.providers.find("api_key", key) if key else []
        if not providers:
            raise Forbidden(
                self.key_rule,
                "api_key_wrong",
                "The x-api-key header is missing, doubled or not a key of ours.",
            )
        provider_id = providers[0].provider_id
        self._judge_token(self._token(headers), provider_id)
        self._throttle.take(provider_id, store.settings.throttle_per_second)
        return ProviderCaller(provider_id=provider_id)

    def token_refusal(self) -> type[Refusal]:
        """How a token that is none of ours is refused."""
        return Unauthorised

    def expiry_refusal(self) -> type[Refusal]:
        """How a token whose time is over is refused."""
        return Unauthorised

    def _token(self, headers: Headers) -> Token:
        token = read_token(self._sandbox, headers)
        if token is None:
            raise self.token_refusal()(
                self.token_rule,
                "token_wrong",
                "The Authorization header must be 'Bearer ' and the access_token that "
                "POST /oauth/token gave; it is missing, doubled, garbled or not signed by us.",
            )
        return token

    def _judge_token(self, token: Token, provider_id: str) -> None:
        if token.audience != Audience.PROVIDER or token.claims.get("provider_id") != provider_id:
            raise Forbidden(
                self.token_rule,
                "token_foreign",
                "The token was issued for another API or another provider than the x-api-key.",
            )
        if has_expired(self._sandbox, token):
            raise self.expiry_refusal()(
                self.expiry_rule,
                "token_expired",
                "The token has expired; get a new one from POST /oauth/token.",
            )


class ReportCredentials(ProviderCredentials):
    """The same for reports of sessions, where every wrong header answers 403."""

    key_rule, token_rule, expiry_rule = "PRV-AUTH-03", "PRV-AUTH-04", "PRV-AUTH-05"

    def token_refusal(self) -> type[Refusal]:
        """How a token that is none of ours is refused."""
        return Forbidden

    def expiry_refusal(self) -> type[Refusal]:
        """How a token whose time is over is refused: a setting of the owner."""
        unauthorised = self._sandbox.store.settings.expired_token_status == 401
        return Unauthorised if unauthorised else Forbidden
