"""What checks work on: made through the API, drawn from the playground, or given by the user.

Where the world is put back after each check, everything is there again for the next one. Elsewhere
what a check may use up is handed out once, and `NotTestable` names the line that would give more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.ground import Ground
from sandbank_conformance.owner import Owner
from sandbank_conformance.printed import words
from sandbank_conformance.readings import confirm_status
from sandbank_conformance.target import HeldAccount, HeldSession, ProviderApi, Target

H = TypeVar("H")

TOO_LATE = "PT21M"  # a session lives for twenty minutes


@dataclass(frozen=True, slots=True)
class Parts:
    """Who makes what the stock hands out."""

    target: Target
    ground: Ground
    owner: Owner | None
    product: Product | None
    provider: Provider | None
    rival: Provider | None


class Stock:
    """Bank accounts and sessions, one after the other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._used: set[str] = set()
        self._opened: set[str] = set()

    def account(
        self,
        *,
        status: str = "active",
        transactions: int = 0,
        rules: int = 0,
        shared: bool = False,
    ) -> str:
        """A bank account of the product's to change at will; with `shared`, only to be read."""

        def fits(each: HeldAccount) -> bool:
            return (
                each.status == status and each.transactions >= transactions and each.rules >= rules
            )

        product = self._parts.product
        held = product.access.accounts if product else ()
        fitting = sorted(
            filter(fits, held), key=lambda each: (each.transactions, each.rules, each.id)
        )
        taken = self._take(
            fitting,
            lambda each: each.id,
            f"a bank account that is {status} with {transactions} transactions and {rules} rules "
            f'or more: [[consumer.accounts]] id = "…", status = "{status}"',
            shared=shared,
        ).id
        if product is not None and not self._parts.ground.is_ours:
            confirm_status(product, taken, status)
        return taken

    def new_account(self, draw: Draw, **members: str) -> str:
        """A bank account made now; it is pending."""
        product, body = self._parts.product, self.account_body(draw, **members)
        if product is None:
            raise NotTestable('the Consumer API: [consumer] url = "…"')
        return str(given(product.call("createBankAccount", json=body), "/bankAccountId"))

    def account_body(self, draw: Draw, **members: str) -> dict[str, str]:
        """What makes a bank account that nobody has connected."""
        consumer = self._parts.target.consumer
        if consumer is None or not consumer.bank:
            raise NotTestable('a bank to create accounts at: [consumer] bank = "…"')
        return {
            "bankId": consumer.bank,
            # Earlier runs, with the same draws, may have left theirs connected.
            "accountIdentifier": f"acct-{draw.word()}{once()[:8]}",
            "bankIdentifier": f"customer-{draw.word(6)}:verify",
            **members,
        }

    def onboarding(self, *, shared: bool = False) -> str:
        """An open onboarding session of the provider's; with `shared`, only to be refused."""
        api = self._provider_api()
        if self._by_owner:
            return self._begun("onboarding", **self._for_product())
        if api.sessions.onboarding_command:
            return self._printed(api.sessions.onboarding_command).id
        return self._held(api.sessions.onboarding, "onboarding", shared=shared).id

    def has_opened(self, session: str) -> bool:
        """Whether a session was opened by this run; one that was held may be used up or expired."""
        return session in self._opened

    def reauthorisation(self, account: str = "", *, shared: bool = False) -> HeldSession:
        """An open re-authorisation of a bank account, by default of one that needs it.

        With `shared`, it is only to be refused.
        """
        api = self._provider_api()
        if not self._by_owner:
            if api.sessions.reauthorisation_command and not account:
                return self._printed(api.sessions.reauthorisation_command)
            held = api.sessions.reauthorisation
            fitting = tuple(each for each in held if account in ("", each.account))
            taken = self._held(fitting, "reauthorisation", shared=shared)
            if not shared:
                self._used.add(taken.account)
            return taken
        account = account or self.account(status="authRequired")
        begun = self._begun("reauthorisation", bankAccountId=account)
        return HeldSession(id=begun, account=account)

    def expired_session(self) -> str:
        """An onboarding session whose time is over; the clock moves where it can be moved."""
        api = self._provider_api()
        if self._by_owner and self._parts.owner is not None:
            begun = self._begun("onboarding", **self._for_product())
            self._parts.owner.advance(TOO_LATE)
            if self._parts.provider:
                self._parts.provider.renew()  # its token may not live as long as a session
            return begun
        if api.sessions.expired_command:
            return self._printed(api.sessions.expired_command).id
        return self._held(api.sessions.expired, "expired", shared=True).id

    def foreign_session(self) -> str:
        """An open onboarding session of another provider."""
        api, rival = self._provider_api(), self._parts.rival
        if self._by_owner and rival is not None:
            return self._begun("onboarding", provider=rival.access.id)
        if api.sessions.foreign_command:
            return self._printed(api.sessions.foreign_command).id
        return self._held(api.sessions.foreign, "foreign", shared=True).id

    @property
    def _by_owner(self) -> bool:
        return self._parts.owner is not None and self._parts.ground.is_ours

    def _for_product(self) -> dict[str, str]:
        """The company that a session is for: the product's, where there is one."""
        product = self._parts.product
        return {"companyId": product.access.company} if product else {}

    def _provider_api(self) -> ProviderApi:
        if self._parts.target.provider is None:
            raise NotTestable('the Provider API: [provider] url = "…"')
        return self._parts.target.provider

    def _begun(self, kind: str, provider: str = "", **more: str) -> str:
        owner, api = self._parts.owner, self._provider_api()
        if owner is None:
            raise NotTestable("the control API")
        begun = owner.begin(provider or api.provider.id, kind, **more)
        session = str(given(begun, "/authorisationId"))
        self._opened.add(session)
        return session

    def _printed(self, command: str) -> HeldSession:
        """A session that the user's own command has opened."""
        session, *account = words(command)
        self._opened.add(session)
        return HeldSession(id=session, account=account[0] if account else "")

    def _held(
        self, sessions: tuple[HeldSession, ...], kind: str, *, shared: bool = False
    ) -> HeldSession:
        if shared and sessions and all(each.id in self._used for each in sessions):
            return sessions[0]  # what is wrong with a call mostly shows on a used one as well
        return self._take(
            sessions,
            lambda each: each.id,
            f'a session of kind {kind}: [provider.sessions] {kind} = ["…"]',
            shared=shared,
        )

    def _take(
        self, held: list[H] | tuple[H, ...], name: Callable[[H], str], what: str, *, shared: bool
    ) -> H:
        for each in held:
            if self._parts.ground.is_ours or name(each) not in self._used:
                if not shared:
                    self._used.add(name(each))
                return each
        raise NotTestable(f"{what}{' (those that there are have been used)' if held else ''}")
