"""The Consumer API: products connect bank accounts, read them, and disconnect them."""

from sandbank_server.api import consumer_parse as parse
from sandbank_server.api.calls import Answer, Call, created, nothing, ok, refused
from sandbank_server.api.consumer_linking import ConsumerLinking
from sandbank_server.api.consumer_present import (
    present_bank,
    present_bank_account,
    present_signed_up,
    present_transactions,
)
from sandbank_server.api.consumer_rules import ConsumerRules
from sandbank_server.domain.refusals import Refusal
from sandbank_server.service import (
    bank_accounts,
    banks,
    consumer_tokens,
    offboarding,
    organisations,
    reach,
    transactions,
)
from sandbank_server.service.callers import Anyone, ApplicationCaller, ProductCaller


class ConsumerApi(ConsumerRules, ConsumerLinking):
    """The operations of consumer.yaml; those of rules and of linking are inherited."""

    async def get_access_token(self, call: Call[Anyone]) -> Answer:
        """A token of a company, or of an organisation."""
        issued = consumer_tokens.issue(self._sandbox, parse.parse_token_request(call))
        return refused(issued) if isinstance(issued, Refusal) else ok({"jwt": issued})

    async def create_organisation(self, call: Call[ApplicationCaller]) -> Answer:
        """Sign up a customer."""
        signed_up = organisations.sign_up(self._sandbox, parse.parse_organisation(call.body))
        return created(present_signed_up(signed_up))

    async def list_banks(self, call: Call[ApplicationCaller]) -> Answer:
        """The banks that can be connected."""
        country, name = call.parameter("primaryCountry"), call.parameter("name")
        found = banks.find(self._sandbox, country=country or "", name=name or "")
        return ok([present_bank(bank) for bank in found])

    async def get_bank(self, call: Call[ApplicationCaller]) -> Answer:
        """One bank."""
        return ok(present_bank(banks.get(self._sandbox, call.path["bankId"])))

    async def create_bank_account(self, call: Call[ProductCaller]) -> Answer:
        """Connect a bank account."""
        account = bank_accounts.create(
            self._sandbox,
            call.caller,
            parse.parse_company_path(call),
            parse.parse_bank_account(call.body),
        )
        return created(present_bank_account(account))

    async def list_bank_accounts(self, call: Call[ProductCaller]) -> Answer:
        """The company's bank accounts."""
        path = parse.parse_company_path(call)
        listed = bank_accounts.listed(self._sandbox, call.caller, path)
        return ok([present_bank_account(account) for account in listed])

    async def get_bank_account(self, call: Call[ProductCaller]) -> Answer:
        """One bank account."""
        path = parse.parse_account_path(call)
        return ok(present_bank_account(reach.bank_account(self._sandbox, call.caller, path)))

    async def disconnect_bank_account(self, call: Call[ProductCaller]) -> Answer:
        """Disconnect a bank account for good."""
        offboarding.disconnect(self._sandbox, call.caller, parse.parse_account_path(call))
        return nothing()

    async def list_transactions(self, call: Call[ProductCaller]) -> Answer:
        """A page of a bank account's transactions."""
        path, asked = parse.parse_account_path(call), parse.parse_span(call)
        page = transactions.page(self._sandbox, call.caller, path, asked)
        return ok(present_transactions(page))
