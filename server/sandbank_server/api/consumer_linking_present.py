"""What the Consumer API shows of linking."""

from collections.abc import Iterable
from urllib.parse import quote

from sandbank_server.api.calls import Json
from sandbank_server.api.consumer_present import BASE_PATH
from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.poll_routes import PERIOD, poll_id
from sandbank_server.service.available import Offer
from sandbank_server.service.linking import BegunSession
from sandbank_server.service.polling import LinkedAccount, Polled


def present_begun_session(begun: BegunSession) -> dict[str, Json]:
    """Where the user goes, and where the product asks meanwhile."""
    return {"redirect": begun.redirect, **present_poll(begun.authorisation)}


def present_poll(authorisation: Authorisation) -> dict[str, Json]:
    """The route for the next poll; it works once."""
    route = authorisation.poll_route
    assert route is not None  # a product began it
    ids = (authorisation.company_id, poll_id(authorisation.authorisation_id, route))
    company, poll = (quote(each, safe="") for each in ids)
    return {"pollRoute": f"{BASE_PATH}/{company}/polls/{poll}", "pollPeriod": PERIOD}


def present_poll_end(polled: Polled) -> dict[str, Json]:
    """How a session ended."""
    account = polled.account
    return {
        "account": _account(account) if account else None,
        "success": account is not None,
    }


def _account(account: LinkedAccount) -> dict[str, Json]:
    return {
        "accountName": account.account_name,
        "accountKey": account.account_key,
        "accountIdentifier": account.account_identifier,
        "bankIdentifier": account.bank_identifier,
        "branchIdentifier": account.branch_identifier,
        "bankAccountExternalId": account.external_id,
    }


def present_offers(offers: Iterable[Offer]) -> dict[str, Json]:
    """What could be linked, and what of it is."""
    return {"availableAccounts": [_offer(each) for each in offers]}


def _offer(offer: Offer) -> dict[str, Json]:
    account = offer.candidate.account
    return {
        "bankAccountCandidateId": offer.candidate.bank_account_candidate_id,
        "accountName": account.account_name,
        "accountType": account.account_type,
        "accountIdentifier": account.account_identifier,
        "metadata": {"connected": offer.connected},
    }
