"""Products that break rules, each by one habit; and those that keep them in another way."""

from typing import Any, TypeVar

import httpx
from callers.honest_product import HonestProduct

P = TypeVar("P", bound=type[HonestProduct])
DISHONEST: dict[type[HonestProduct], set[str]] = {}
VARIANTS: list[type[HonestProduct]] = []


def breaks(*requirements: str) -> Any:
    """A product breaks exactly these rules."""

    def note(product: P) -> P:
        DISHONEST[product] = set(requirements)
        return product

    return note


def variant(product: P) -> P:
    """A product is honest, in another way."""
    VARIANTS.append(product)
    return product


@breaks("CON-OFF-09")
class KeepsTheAccount(HonestProduct):
    def forget(self) -> None:
        self.last_transaction = 0


@breaks("CON-OFF-09")
class KeepsTheCursor(HonestProduct):
    def forget(self) -> None:
        self.bank_account = ""


@breaks("CON-OFF-09")
class LooksAtOldAccountsWhenItLinks(HonestProduct):
    old = ""

    def forget(self) -> None:
        self.old = self.bank_account
        super().forget()

    def link(self) -> None:
        if self.old:
            self.call("GET", f"/bankaccounts/{self.old}")
        super().link()


@breaks("CON-TX-03")
class ReadsOnePage(HonestProduct):
    def goes_on(self, page: Any) -> bool:
        del page
        return False


@breaks("CON-TX-03")
class ReadsAllOverAgain(HonestProduct):
    def read_account(self) -> None:
        self.last_transaction = 0
        super().read_account()


@breaks("CON-LINK-03")
class AsksTheFirstRouteOnly(HonestProduct):
    def next_route(self, asked: str, told: str) -> str:
        del told
        return asked


@breaks("CON-LINK-03")
class AsksOnceMoreAtTheEnd(HonestProduct):
    def call(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        answer = super().call(method, path, **options)
        if answer is not None and "/polls/" in path and answer.status_code == 200:
            super().call(method, path, **options)
        return answer


@breaks("CON-LINK-03")
class AsksOnce(HonestProduct):
    def poll(self, route: str) -> Any:
        self.call("GET", route)
        bank = {"accountName": "My account", "accountIdentifier": "acct-7"}
        return {**bank, "bankIdentifier": "customer-1:playground"}


@breaks("CON-LINK-04")
class AsksAsFastAsItCan(HonestProduct):
    def pause(self, seconds: float) -> None:
        self.wait(seconds / 10)


@breaks("CON-TOK-05")
class GetsATokenForEachCall(HonestProduct):
    def try_call(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        self.jwt = ""
        return super().try_call(method, path, **options)


@breaks("CON-TOK-05")
class KeepsAnExpiredToken(HonestProduct):
    def renew(self) -> bool:
        return False


@breaks("CON-TOK-05", "CON-TOK-06")
class HasOneNonce(HonestProduct):
    def nonce(self) -> str:
        return f"nonce-{id(self)}"


@breaks("CON-TOK-03")
class SignsWithAnotherKey(HonestProduct):
    def token_headers(self) -> dict[str, str]:
        return {**super().token_headers(), "X-Signature": "bm90IHRoZSByaWdodCBvbmU="}


@breaks("CON-OFF-08")
class NamesNoApplication(HonestProduct):
    def headers(self) -> dict[str, str]:
        return {name: value for name, value in super().headers().items() if name[0] != "x"}


@breaks("CON-TOK-04")
class HasATokenOfItsOrganisationOnly(HonestProduct):
    def token_headers(self) -> dict[str, str]:
        return {name: value for name, value in super().token_headers().items() if "Com" not in name}


@breaks("GEN-04")
class SendsANumberForAnAccount(HonestProduct):
    def connection(self, account: Any) -> dict[str, Any]:
        return {**super().connection(account), "accountIdentifier": 12345678}


@breaks("CON-ACC-01")
class ForgetsTheBank(HonestProduct):
    def connection(self, account: Any) -> dict[str, Any]:
        return {**super().connection(account), "bankId": ""}


@breaks("GEN-03")
class HasASlashTooMany(HonestProduct):
    def read(self) -> None:
        self.call("GET", "/bankaccounts/")
        super().read()


@breaks("CON-LIM-01")
class TakesA429ForNothing(HonestProduct):
    def heed(self, seconds: float) -> None:
        del seconds


@breaks("CON-LIM-02")
class Storms(HonestProduct):
    def call(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        for _ in range(3):
            answer = super().call(method, path, **options)
            if answer is not None and answer.status_code < 500:
                break
        return answer

    def back_off(self, attempt: int) -> None:
        del attempt


@breaks("CON-LIM-02")
class LeavesOutWhatFailed(HonestProduct):
    def page(self, start: int) -> Any:
        found = super().page(start)
        if found is None:
            self.last_transaction += 2
        return found


@variant
class ReadsByNext(HonestProduct):
    """Asks for the last one once more, follows `next`, and renews its token in time."""

    following = ""

    def first_wanted(self) -> int:
        return max(1, self.last_transaction)

    def page(self, start: int) -> Any:
        if not self.following:
            return super().page(start)
        answer = self.call("GET", self.following)
        return answer.json() if answer is not None and answer.is_success else None

    def goes_on(self, page: Any) -> bool:
        self.following = page["bankTransactionList"].get("next", "")
        return bool(self.following)


@variant
class GivesUpAtOnce(HonestProduct):
    """Repeats nothing, and has the next run do it; looks at the account it has disconnected."""

    def is_repeated(self, answer: httpx.Response) -> bool:
        return answer.status_code == 401 and super().is_repeated(answer)

    def disconnect(self) -> None:
        old = self.bank_account
        super().disconnect()
        self.call("GET", f"/bankaccounts/{old}")
