"""Where a provider meets the user: the address of its page, with all that the page has to know."""

from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from sandbank_server.domain.authorisations import Authorisation, AuthorisationKind
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.service.connectors import callback_urls
from sandbank_server.service.ports import Sandbox

_PLAYGROUND = {
    AuthorisationKind.ONBOARDING: "/_bank/auth",
    AuthorisationKind.REAUTHORISATION: "/_bank/authrefresh",
}
_KEPT = ":/?#[]@!$&'()*+,;=%~"  # what an address may hold beside letters, digits and "-._"


def onboarding_page(sandbox: Sandbox, authorisation: Authorisation, *, base_url: str) -> str:
    """Where the user grants access to accounts."""
    return _with_query(
        _address(sandbox, authorisation) or base_url + _PLAYGROUND[authorisation.kind],
        {
            "bank": authorisation.bank_id,
            "authorisation_id": authorisation.authorisation_id,
            "redirect_uri": authorisation.redirect_uri,
            "state": authorisation.state,
        },
    )


def reauthorisation_page(
    sandbox: Sandbox, authorisation: Authorisation, account: BankAccount, *, base_url: str
) -> str:
    """Where the user renews the access to one bank account."""
    return _with_query(
        _address(sandbox, authorisation) or base_url + _PLAYGROUND[authorisation.kind],
        {
            "bankaccount": account.bank_account_id,
            "authorisation_id": authorisation.authorisation_id,
            "redirect_uri": authorisation.redirect_uri,
            "state": authorisation.state,
            "externalId": account.external_id,
        },
    )


def is_played(sandbox: Sandbox, authorisation: Authorisation) -> bool:
    """Whether the sandbox plays the bank where the user logs in: the provider has no page."""
    provider = sandbox.store.providers.get(authorisation.provider_id)
    return provider is not None and provider.played and not _address(sandbox, authorisation)


def _address(sandbox: Sandbox, authorisation: Authorisation) -> str | None:
    """The page of the provider's own; None where the sandbox's playground has to do."""
    provider = sandbox.store.providers.get(authorisation.provider_id)
    if provider is None:
        return None
    urls = callback_urls(provider, sandbox.store.banks.get(authorisation.bank_id))
    return urls.auth if authorisation.kind is AuthorisationKind.ONBOARDING else urls.re_auth


def _with_query(address: str, more: dict[str, str]) -> str:
    """An address with parameters behind those that it has, fit for a header."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, urlencode(more))))
    return quote(urlunsplit(parts._replace(query=query)), safe=_KEPT)
