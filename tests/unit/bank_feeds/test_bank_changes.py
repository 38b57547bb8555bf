"""A provider creates, updates and removes its banks: all that it asks for, or nothing."""

from dataclasses import replace
from typing import Any

import pytest
from bank_feed_builders import (
    CALLER,
    COMPANY,
    PROVIDER_A,
    PROVIDER_B,
    a_posting,
    a_statement,
    an_onboarding,
    at,
    granted,
)
from bank_feed_world import BankFeeds, refused
from outbox_builders import RememberingOutbox, put_provider

from sandbank_server.api.bank_parse import parse_bank_changes
from sandbank_server.domain.authorisations import AuthorisationStatus
from sandbank_server.domain.connectors import CallbackUrls, Connector
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Conflict, Malformed, Unknown
from sandbank_server.service import (
    account_queries,
    bank_accounts,
    bank_changes,
    bank_pages,
    banks,
    offboarding,
    sessions,
    statements,
)
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.bank_changes import ChangedBanks
from sandbank_server.service.connectors import callback_urls, notification_url

FJORD = {"name": "Fjord Bank", "countryCode": "no", "externalRef": "fjord"}
FIRST = {"principalId": "bank-1", "externalRef": "first"}
URLS = {"notification": "http://127.0.0.1:9/n", "reAuth": "http://127.0.0.1:9/r"}


def change(feeds: BankFeeds, caller: Any = PROVIDER_A, **changes: Any) -> ChangedBanks:
    parsed = parse_bank_changes({"data": changes})
    return bank_changes.change(feeds.sandbox, caller, parsed)


def bank(feeds: BankFeeds, bank_id: str = "bank-1") -> Bank:
    found = feeds.store.banks.get(bank_id)
    assert found is not None
    return found


def remove_first(feeds: BankFeeds) -> None:
    change(feeds, toRemove=[FIRST])


def test_a_new_bank_is_offered_with_all_that_was_said_of_it(feeds: BankFeeds) -> None:
    more = {"url": "https://fjord.example", "supportiframe": True, "callbackURLs": URLS}

    [created] = change(feeds, toCreate=[{**FJORD, **more}]).created

    assert created in banks.find(feeds.sandbox, country="NOR")
    assert created == Bank(
        bank_id=created.bank_id,
        provider_id="provider-a",
        name="Fjord Bank",
        primary_country="NOR",
        primary_country2_char_iso="NO",
        bank_url="https://fjord.example",
        external_ref="fjord",
        supportiframe=True,
        callback_urls=CallbackUrls(notification=URLS["notification"], re_auth=URLS["reAuth"]),
    )


def test_banks_may_be_called_alike_and_get_ids_of_their_own(feeds: BankFeeds) -> None:
    one, other = change(feeds, toCreate=[FJORD, FJORD]).created

    assert one.bank_id != other.bank_id
    assert one.external_ref == other.external_ref


def test_an_update_leaves_what_it_does_not_name(feeds: BankFeeds) -> None:
    before = bank(feeds)
    change(feeds, toUpdate=[{**FIRST, "callbackURLs": URLS, "supportiframe": True}])

    [updated] = change(feeds, toUpdate=[{**FIRST, "name": "New", "countryCode": "IRL"}]).updated

    assert updated == bank(feeds)
    assert (updated.name, updated.primary_country2_char_iso) == ("New", "IE")
    assert updated.supportiframe
    assert updated.callback_urls is not None
    assert updated.account_types == before.account_types


def test_an_update_replaces_the_addresses_as_a_whole(feeds: BankFeeds) -> None:
    change(feeds, toUpdate=[{**FIRST, "callbackURLs": URLS}])

    change(feeds, toUpdate=[{**FIRST, "callbackURLs": {"auth": "http://127.0.0.1:9/a"}}])

    assert bank(feeds).callback_urls == CallbackUrls(auth="http://127.0.0.1:9/a")


def test_a_bank_without_a_reference_takes_the_first_and_no_other(feeds: BankFeeds) -> None:
    change(feeds, toUpdate=[FIRST])
    assert bank(feeds).external_ref == "first"

    for name in ("toUpdate", "toRemove"):
        with refused(feeds, Unknown, "PRV-BANK-02"):
            change(feeds, **{name: [{**FIRST, "externalRef": "second"}]})


def test_everything_of_a_call_happens_in_its_order(feeds: BankFeeds) -> None:
    [made] = change(feeds, toCreate=[FJORD]).created
    named = {"principalId": made.bank_id, "externalRef": "fjord"}

    changed = change(
        feeds, toCreate=[FJORD, FJORD], toUpdate=[{**FIRST, "name": "A"}], toRemove=[named]
    )

    assert len({each.bank_id for each in changed.created}) == 2
    assert [each.name for each in changed.updated] == ["A"]
    assert [each.bank_id for each in changed.removed] == [made.bank_id]


@pytest.mark.parametrize("name", ["toUpdate", "toRemove"])
@pytest.mark.parametrize(
    ("caller", "principal_id", "truth"),
    [
        (PROVIDER_A, "never-was", "PRV-BANK-02"),
        (PROVIDER_A, "bank-2", "GEN-05"),
        (PROVIDER_B, "bank-1", "GEN-05"),
    ],
)
def test_one_bank_that_is_not_the_providers_refuses_all(
    feeds: BankFeeds, name: str, caller: Any, principal_id: str, truth: str
) -> None:
    wrong = {"principalId": principal_id, "externalRef": "x"}

    with refused(feeds, Unknown, "PRV-BANK-02") as caught:
        change(feeds, caller, toCreate=[FJORD], **{name: [wrong]})

    assert caught.value.truth == truth
    assert caught.value.detail.endswith(f"externalRef: '{principal_id}'.")


def test_a_bank_that_was_removed_is_unknown(feeds: BankFeeds) -> None:
    remove_first(feeds)

    assert bank(feeds).external_ref == "first"
    for name in ("toUpdate", "toRemove"):
        with refused(feeds, Unknown, "PRV-BANK-02"):
            change(feeds, **{name: [FIRST]})
    with refused(feeds, Unknown, "CON-BANK-01"):
        banks.get(feeds.sandbox, "bank-1")
    assert [each.bank_id for each in banks.find(feeds.sandbox)] == ["bank-2"]


def test_nothing_new_is_connected_at_a_bank_that_was_removed(feeds: BankFeeds) -> None:
    offering = an_onboarding(status=AuthorisationStatus.GRANTED, granted=(granted("1"),))
    feeds.open(offering)
    remove_first(feeds)
    new = NewBankAccount(bank_id="bank-1", bank_identifier="b", account_identifier="new")

    with refused(feeds, Malformed, "CON-ACC-01"):
        bank_accounts.create(feeds.sandbox, CALLER, COMPANY, new)
    with refused(feeds, Conflict, "CTL-07"):
        sessions.choose(feeds.sandbox, offering.authorisation_id, "1")
    with refused(feeds, Malformed, "CTL-06"):
        sessions.begin(
            feeds.sandbox, provider_id="provider-a", kind="onboarding", base_url="http://x"
        )


def test_the_accounts_of_a_bank_that_was_removed_go_on(feeds: BankFeeds) -> None:
    remove_first(feeds)

    statements.post(feeds.sandbox, PROVIDER_A, a_statement(a_posting(bank_account_id="fresh")))
    found = account_queries.find(feeds.sandbox, PROVIDER_A, "bank-1", "ext-fresh")
    offboarding.disconnect(feeds.sandbox, CALLER, at("fresh"))

    assert found.status == "active"
    assert feeds.status_of("fresh") == "cancelled"
    assert feeds.events() == [("resourceDeleted", "bankAccount", "fresh")]


def test_a_new_session_is_at_the_first_bank_that_is_offered(feeds: BankFeeds) -> None:
    [made] = change(feeds, toCreate=[FJORD], toRemove=[FIRST]).created

    begun = sessions.begin(
        feeds.sandbox, provider_id="provider-a", kind="onboarding", base_url="http://x"
    )

    assert begun.bank_id == made.bank_id


def test_a_world_with_a_removed_bank_is_loaded_back_identically(feeds: BankFeeds) -> None:
    change(feeds, toCreate=[{**FJORD, "callbackURLs": URLS}], toRemove=[FIRST])
    exported = feeds.store.export()

    feeds.store.load(exported)

    assert feeds.store.export() == exported


@pytest.mark.parametrize(
    ("data", "places"),
    [
        ({"toCreate": [FJORD, {**FJORD, "countryCode": "ZZ"}]}, ["/data/toCreate/1/countryCode"]),
        ([{"toUpdate": [{**FIRST, "countryCode": "xyz"}]}], ["/data/0/toUpdate/0/countryCode"]),
        (
            {"toCreate": [{**FJORD, "callbackURLs": {"auth": "http://u:p@x/"}}]},
            ["/data/toCreate/0/callbackURLs/auth"],
        ),
        (
            [{"toUpdate": [{**FIRST, "callbackURLs": {"reAuth": "https://"}}]}],
            ["/data/0/toUpdate/0/callbackURLs/reAuth"],
        ),
        ({"toUpdate": [FIRST, FIRST]}, ["/data/toUpdate/1/principalId"]),
        ({"toUpdate": [FIRST], "toRemove": [FIRST]}, ["/data/toRemove/0/principalId"]),
    ],
)
def test_what_contradicts_itself_is_refused(data: Any, places: list[str]) -> None:
    with pytest.raises(Malformed) as caught:
        parse_bank_changes({"data": data})

    assert caught.value.requirement == "PRV-BANK-02"
    assert [each.pointer for each in caught.value.violations] == places


def test_a_banks_own_addresses_come_before_its_providers(feeds: BankFeeds) -> None:
    remembering = RememberingOutbox()
    feeds.sandbox = replace(feeds.sandbox, outbox=remembering)
    everywhere = CallbackUrls(notification="http://127.0.0.1:8/n", auth="http://127.0.0.1:8/a")
    provider = put_provider(feeds, connector=Connector(urls=everywhere))
    assert callback_urls(provider, bank(feeds)) == callback_urls(provider, None) == everywhere

    change(feeds, toUpdate=[{**FIRST, "callbackURLs": URLS}])

    assert callback_urls(provider, bank(feeds)) == CallbackUrls(
        notification=URLS["notification"], re_auth=URLS["reAuth"], auth=everywhere.auth
    )
    assert notification_url(provider, bank(feeds)) == URLS["notification"]
    assert remembering.looks == 1


def test_a_user_goes_to_the_page_of_the_bank(feeds: BankFeeds) -> None:
    session = feeds.open(an_onboarding())
    change(feeds, toUpdate=[{**FIRST, "callbackURLs": {"auth": "http://127.0.0.1:9/a"}}])

    page = bank_pages.onboarding_page(feeds.sandbox, session, base_url="http://127.0.0.1")

    assert page.startswith("http://127.0.0.1:9/a?bank=bank-1&")
    assert not bank_pages.is_played(feeds.sandbox, session)


@pytest.mark.parametrize("data", [{}, [{}], {"toCreate": [], "toUpdate": [], "toRemove": []}])
def test_nothing_to_do_is_done(feeds: BankFeeds, data: Any) -> None:
    before = feeds.everything()

    changed = bank_changes.change(feeds.sandbox, PROVIDER_A, parse_bank_changes({"data": data}))

    assert changed == ChangedBanks(created=(), updated=(), removed=())
    assert feeds.everything() == before
