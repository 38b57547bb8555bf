"""The provider's pages, and the list of accounts, as they are answered."""

import pytest

from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.described_answers import misfits
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.provider.scenes import Scenes
from sandbank_conformance.watch.provider.watching import ProviderWatch

FORMS = (b"<form", b"<button", b"<input")


@pytest.mark.parametrize("name", ["opened", "opened_to_renew"])
@requirement("CNX-11")
def test_the_page_is_html(name: str, scenes: Scenes) -> None:
    page = scenes.of(name).answers[-1]

    ensure(
        page.status == 200 and page.media_type in ("text/html", "application/xhtml+xml"),
        expected="status 200 with Content-Type text/html",
        received=f"{page.media_type or 'no Content-Type'}, {told(page)}",
        exchange=page,
    )


@requirement("CNX-11")
def test_the_available_accounts_come_as_their_schema_describes(
    scenes: Scenes, watch: ProviderWatch
) -> None:
    answer = scenes.of("listed").answers[-1]

    ensure(
        answer.status == 200 and not misfits(answer),
        expected="status 200, and accounts of the shape of the Connector API's document",
        received="; ".join(misfits(answer)) or told(answer),
        exchange=answer,
    )
    if len({each["bankIdentifier"] for each in answer.json}) > 1:
        watch.remark(
            "/availableaccounts lists accounts with more than one bankIdentifier; "
            "it is to be the same for all that one set of credentials opens (CNX-11)."
        )


@requirement("CNX-04")
def test_a_session_that_no_notification_brought_is_turned_away(scenes: Scenes) -> None:
    known, page = scenes.of("unannounced").answers
    if page.status >= 300:
        return  # turned away, or elsewhere
    if not has_form(known):
        raise NotTestable("a page with a form: whether this one turns somebody away is not seen")

    ensure(
        not has_form(page),
        expected="a 404, or a page without a form",
        received=told(page),
        exchange=page,
    )


def has_form(page: Exchange) -> bool:
    """Whether a user is asked for something."""
    return any(each in page.received.body.lower() for each in FORMS)
