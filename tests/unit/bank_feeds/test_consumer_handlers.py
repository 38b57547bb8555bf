from dataclasses import replace
from decimal import Decimal

from bank_feed_builders import PRODUCT, a_transaction
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.refusals import Conflict, Forbidden
from sandbank_server.domain.transactions import Payee
from sandbank_server.service.callers import ApplicationCaller

APPLICATION = ApplicationCaller(application_id=PRODUCT)
NEW_ACCOUNT = {
    "bankId": "bank-1",
    "accountType": "business",
    "accountName": "Current",
    "accountKey": "key",
    "accountIdentifier": "acct-new",
    "bankIdentifier": "customer-1",
    "branchIdentifier": "n/a",
    "defaultCurrency": "GBP",
    "requestedStartDate": "2026-01-01T00:00:00Z",
}

BANK_FIELDS = {
    *("bankId", "name", "primaryCountry", "primaryCountry2CharIso", "authorisationMechanism"),
    *("authorisationData", "accountTypes", "status", "offBoardingMechanism", "supportiframe"),
    *("popularBank", "bankURL", "flags", "dataProvider", "capabilities", "logo"),
}


def path(bank_account_id: str = "active", **rest: str) -> dict[str, str]:
    return {"companyId": "company-1", "bankAccountId": bank_account_id, **rest}


def test_an_organisation_is_answered_with_its_company_and_key(feeds: BankFeeds) -> None:
    body = {"company": {"name": "Bakery", "vatNumber": "1"}, "crmId": "crm-1"}

    answer = feeds.consumer("create_organisation", caller=APPLICATION, body=body)

    assert answer.status == 201
    organisation = feeds.store.organisations.get(answer.body["organisationId"])
    assert organisation is not None
    assert organisation.signing_key == answer.body["token"]
    [company_id] = answer.body["companies"]
    assert feeds.store.companies.get(company_id) is not None


def test_banks_are_listed_in_their_full_shape(feeds: BankFeeds) -> None:
    query = {"primaryCountry": ("gb",), "name": ("play",)}

    [bank] = feeds.consumer("list_banks", caller=APPLICATION, query=query).body

    assert bank == feeds.consumer("get_bank", caller=APPLICATION, path={"bankId": "bank-1"}).body
    assert set(bank) == BANK_FIELDS
    assert len(feeds.consumer("list_banks", caller=APPLICATION).body) == 2


def test_a_connected_account_comes_back_as_sent(feeds: BankFeeds) -> None:
    place = {"companyId": "company-1"}

    created = feeds.consumer("create_bank_account", path=place, body=NEW_ACCOUNT)

    assert created.status == 201
    assert {name: created.body[name] for name in NEW_ACCOUNT} == NEW_ACCOUNT
    assert (created.body["status"], created.body["lastTransactionId"]) == ("pending", 0)
    read = feeds.consumer("get_bank_account", path=path(created.body["bankAccountId"]))
    assert (read.status, read.body) == (200, created.body)
    assert created.body in feeds.consumer("list_bank_accounts", path=place).body


def test_what_is_not_known_of_an_account_is_null(feeds: BankFeeds) -> None:
    needed = ("bankId", "accountIdentifier", "bankIdentifier")
    body = {name: NEW_ACCOUNT[name] for name in needed}

    created = feeds.consumer("create_bank_account", path={"companyId": "company-1"}, body=body).body

    unknown = {name for name, value in created.items() if value is None}
    assert unknown == {*NEW_ACCOUNT, "statusReason"} - set(needed)
    assert created["dataProvider"] == "indirect"


def test_the_long_path_of_another_organisation_is_refused(feeds: BankFeeds) -> None:
    with refused(feeds, Forbidden, "CON-OFF-08"):
        feeds.consumer("get_bank_account", path=path(organisationId="org-2"))
    with refused(feeds, Forbidden, "CON-OFF-08"):
        feeds.consumer("list_bank_accounts", path={"companyId": "company-1", "organisationId": "x"})


def test_a_disconnection_is_answered_with_204_and_nothing(feeds: BankFeeds) -> None:
    answer = feeds.consumer("disconnect_bank_account", path=path())

    assert (answer.status, answer.body) == (204, None)
    assert feeds.consumer("get_bank_account", path=path()).body["status"] == "cancelled"
    with refused(feeds, Conflict, "CON-OFF-07"):
        feeds.consumer("disconnect_bank_account", path=path())


def test_a_page_links_to_the_next_and_the_last(feeds: BankFeeds) -> None:
    query = {"startIndex": ("1",), "endIndex": ("230",)}

    body = feeds.consumer("list_transactions", path=path(), query=query).body

    listed, account = body["bankTransactionList"], body["bankAccount"]
    base = "/consumer/v1/company-1/bankaccounts/active/transactions?startIndex="
    assert (listed["next"], listed["last"]) == (
        f"{base}101&endIndex=230", f"{base}201&endIndex=230",
    )  # fmt: skip
    assert (listed["startIndex"], listed["endIndex"], listed["total"]) == (1, 100, 250)
    assert account["bankAccountId"] == "active"


def test_a_page_without_an_end_links_without_one(feeds: BankFeeds) -> None:
    listed = feeds.consumer("list_transactions", path=path()).body["bankTransactionList"]

    assert listed["next"].endswith("/transactions?startIndex=101")


def test_the_last_page_links_to_nothing(feeds: BankFeeds) -> None:
    body = feeds.consumer("list_transactions", path=path(), query={"startIndex": ("151",)}).body

    assert set(body["bankTransactionList"]) == {"startIndex", "endIndex", "total", "transactions"}


def test_a_transaction_shows_every_field_and_its_exact_amount(feeds: BankFeeds) -> None:
    payee = Payee(payee_description="Café")
    whole = a_transaction("fresh", 1)
    feeds.store.transactions.put(replace(whole, payee=payee))

    body = feeds.consumer("list_transactions", path=path("fresh")).body
    [shown] = body["bankTransactionList"]["transactions"]

    assert shown["transactionAmount"] == Decimal("-12.50")
    assert shown["payee"]["payeeDescription"] == "Café"
    assert shown["payee"]["city"] is None
    assert "predictedActions" not in shown
    [plain] = feeds.consumer("list_transactions", path=path("lapsed")).body["bankTransactionList"][
        "transactions"
    ]
    assert plain["payee"] is None
    assert set(plain) == set(shown)
