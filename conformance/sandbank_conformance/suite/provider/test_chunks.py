"""Reports whose length nobody says beforehand: HTTP/1.1 sends them in chunks."""

import json
from typing import Any
from urllib.parse import urlsplit

from sandbank_conformance.callers import Provider, need, variable
from sandbank_conformance.conditions import NotTestable, ensure_success, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    BY_QUERY,
    RENEWED,
    Json,
    granted,
    onboarded,
    reported,
)

LENGTH_REQUIRED = 411  # what a server answers that wants to know, as HTTP allows


def _in_chunks(body: Json) -> dict[str, Any]:
    """A body in two chunks, on a connection that ends with the answer."""
    text = json.dumps(body).encode()
    pieces = (text[:9], text[9:], b"")
    headers = {"Transfer-Encoding": "chunked", "Content-Type": "application/json"}
    return {
        "content": b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces),
        "headers": {**headers, "Connection": "close"},
    }


def _taken_elsewhere(run: Run, provider: Provider) -> None:
    """Whether the server reads chunks: not every stack does, and no rule says that it has to."""
    access, address = provider.access, provider.client.address
    if len({urlsplit(address(each)).netloc for each in ("issueProviderToken", BY_QUERY)}) > 1:
        raise NotTestable("tokens and reports at one server")
    asked = {
        "grant_type": "client_credentials",
        "client_id": access.client_id,
        "client_secret": need(access.client_secret, '[provider] client-secret = "…"'),
        "audience": access.audience,
    }
    answer = provider.client.ask(
        "issueProviderToken", {}, caller=provider.name, **_in_chunks(asked)
    )
    run.secrets.add(str(given(answer, "/access_token")), variable(provider.name, "token"))


def _ensure_taken(answer: Exchange) -> None:
    if answer.status == LENGTH_REQUIRED:
        raise NotTestable(f"a server that reads chunks: {told(answer)}")
    ensure_success(answer)


@requirement("PRV-AUTH-01")
def test_an_onboarding_may_be_reported_in_chunks(
    run: Run, provider: Provider, stock: Stock, draw: Draw
) -> None:
    _taken_elsewhere(run, provider)
    session, body = stock.onboarding(), onboarded(granted(draw))
    options = _in_chunks(body)

    answer = provider.call("reportAuthorisation", session, **options)

    if not answer.succeeded:  # then it has to be right as a whole
        given(reported(provider, stock, stock.onboarding(), body))
    _ensure_taken(answer)


@requirement("PRV-AUTH-01")
def test_a_re_authorisation_may_be_reported_in_chunks(
    run: Run, provider: Provider, stock: Stock
) -> None:
    _taken_elsewhere(run, provider)
    session = stock.reauthorisation()

    answer = provider.call("reportAuthorisation", session.id, **_in_chunks(RENEWED))

    if not answer.succeeded:
        given(reported(provider, stock, stock.reauthorisation(session.account).id, RENEWED))
    _ensure_taken(answer)
