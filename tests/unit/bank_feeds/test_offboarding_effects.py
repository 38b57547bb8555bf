from datetime import timedelta

import pytest
from bank_feed_builders import CALLER, PROVIDER_A, a_reauthorisation, an_account, an_onboarding, at
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.authorisations import AuthorisationStatus, Report, ReportedStatus
from sandbank_server.domain.refusals import Conflict, Forbidden, Unknown
from sandbank_server.domain.rules import RuleStatus
from sandbank_server.service import authorisations, bank_accounts, offboarding
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.records import AuditEntry

_S = AuthorisationStatus
SUCCESS = Report(status=ReportedStatus.SUCCESS)


def disconnect(feeds: BankFeeds, bank_account_id: str) -> None:
    offboarding.disconnect(feeds.sandbox, CALLER, at(bank_account_id))


@pytest.mark.parametrize("bank_account_id", ["active", "fresh", "lapsed"])
def test_a_disconnected_account_is_cancelled_and_stays_readable(
    feeds: BankFeeds, bank_account_id: str
) -> None:
    disconnect(feeds, bank_account_id)

    account = feeds.account(bank_account_id)
    assert account.status == "cancelled"
    assert (account.last_transaction_id, account.status_reason) == (0, None)


def test_its_rules_are_disconnected_not_removed(feeds: BankFeeds) -> None:
    disconnect(feeds, "active")

    rules = feeds.store.rules.find("account", "active")
    assert [(rule.rule_name, rule.status) for rule in rules] == [
        ("Coffee", RuleStatus.DISCONNECTED),
        ("Rent", RuleStatus.DISCONNECTED),
    ]


def test_every_one_of_its_transactions_is_deleted_and_the_journal_forgets(
    feeds: BankFeeds,
) -> None:
    assert feeds.store.transactions.count("account", "active") == 250

    disconnect(feeds, "active")

    assert feeds.store.transactions.count("account", "active") == 0
    assert feeds.store.transactions.get("active/1") is None
    assert feeds.journal.forgotten == ["active"]


def test_its_provider_is_told_once(feeds: BankFeeds) -> None:
    disconnect(feeds, "active")

    [told] = feeds.store.notifications.find("account", "active")
    assert told.provider_id == "provider-a"
    assert (told.event.type, told.event.resource.url) == ("resourceDeleted", "NA")
    assert told.event.resource.id == "active"
    assert told.event.additional_data.external_id == "ext-active"
    assert told.event.additional_data.bank_id == "bank-1"


def test_the_audit_trail_holds_ids_and_a_count_only(feeds: BankFeeds) -> None:
    disconnect(feeds, "active")

    [entry] = feeds.store.audit.all()
    assert entry == AuditEntry(
        sequence=entry.sequence,
        at=feeds.clock.now(),
        api="consumer",
        client="sandbank.eu.product",
        action="disconnectBankAccount",
        ids=("active",),
        count=250,
    )


def test_its_neighbours_are_as_before(feeds: BankFeeds) -> None:
    def neighbours() -> list[object]:
        store = feeds.store
        return [
            [a for a in store.bank_accounts.all() if a.bank_account_id != "active"],
            [t for t in store.transactions.all() if t.bank_account_id != "active"],
            [r for r in store.rules.all() if r.bank_account_id != "active"],
            list(store.authorisations.all()),
        ]

    feeds.open(a_reauthorisation())
    feeds.open(an_onboarding())
    before = neighbours()

    disconnect(feeds, "active")

    assert neighbours() == before


@pytest.mark.parametrize("bank_account_id", ["active", "gone"])
def test_a_second_disconnection_is_refused(feeds: BankFeeds, bank_account_id: str) -> None:
    if bank_account_id == "active":
        disconnect(feeds, bank_account_id)

    with refused(feeds, Conflict, "CON-OFF-07"):
        disconnect(feeds, bank_account_id)


@pytest.mark.parametrize("bank_account_id", ["never-was", "foreign"])
def test_what_is_not_ours_cannot_be_disconnected(feeds: BankFeeds, bank_account_id: str) -> None:
    with refused(feeds, Unknown, "CON-OFF-07"):
        disconnect(feeds, bank_account_id)


@pytest.mark.parametrize("company_id", ["company-2", "company-3", "never-was"])
def test_another_companys_path_disconnects_nothing(feeds: BankFeeds, company_id: str) -> None:
    with refused(feeds, Forbidden, "CON-OFF-08"):
        offboarding.disconnect(feeds.sandbox, CALLER, at("foreign", company_id))


def test_an_open_session_of_the_account_is_revoked_and_cannot_revive_it(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation())

    disconnect(feeds, "lapsed")

    assert feeds.session("s-re").status is _S.REVOKED
    with refused(feeds, Conflict, "CON-OFF-13"):
        authorisations.report(feeds.sandbox, PROVIDER_A, "s-re", SUCCESS)
    assert feeds.status_of("lapsed") == "cancelled"


def test_sessions_that_were_over_stay_what_they_were(feeds: BankFeeds) -> None:
    feeds.open(a_reauthorisation("s-done", status=_S.COMPLETED))
    feeds.open(a_reauthorisation("s-late"))
    feeds.clock.advance(timedelta(minutes=20))

    disconnect(feeds, "lapsed")

    assert feeds.session("s-done").status is _S.COMPLETED
    assert feeds.session("s-late").status_at(feeds.clock.now()) is _S.EXPIRED


def test_the_same_real_account_is_reconnected_under_a_new_id(feeds: BankFeeds) -> None:
    disconnect(feeds, "active")
    old = feeds.account("active")

    new = bank_accounts.create(
        feeds.sandbox,
        CALLER,
        at("active"),
        NewBankAccount(
            bank_id=old.bank_id,
            bank_identifier=old.bank_identifier,
            account_identifier=old.account_identifier,
        ),
    )

    assert new.bank_account_id != "active"
    assert (new.status, new.last_transaction_id) == ("pending", 0)
    assert feeds.account("active") == old


def test_an_account_whose_bank_has_left_is_disconnected_all_the_same(feeds: BankFeeds) -> None:
    feeds.store.bank_accounts.put(an_account("orphan", bank_id="left"))

    disconnect(feeds, "orphan")

    assert feeds.status_of("orphan") == "cancelled"
    assert feeds.events() == []
