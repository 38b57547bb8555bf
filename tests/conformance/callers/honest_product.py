"""A small product that keeps every rule.

It is written so that each of its habits is a method of its own: who breaks a rule replaces one.
"""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import httpx

TRIES = 4
NUMBERS = count(1)


class HonestProduct:
    """Keeps every rule; `told` is what the sandbox's variables say, `wait` lets time pass."""

    def __init__(self, told: Mapping[str, str], wait: Callable[[float], None]) -> None:
        self.told = told
        self.wait = wait
        self.client = httpx.Client(timeout=10)
        self.jwt = ""
        self.bank_account = ""
        self.last_transaction = 0
        self.transactions: dict[int, Any] = {}

    def act(self, action: str) -> None:
        actions = {"link": self.link, "read": self.read, "disconnect": self.disconnect}
        actions[action]()

    # ------------------------------------------------------------ calls

    def token(self) -> str:
        if not self.jwt:
            self.jwt = self.new_token()
        return self.jwt

    def token_headers(self) -> dict[str, str]:
        return {
            "X-Application": self.told["SANDBANK_APPLICATION"],
            "X-Organisation-Id": self.told["SANDBANK_ORGANISATION_ID"],
            "X-Company-Id": self.told["SANDBANK_COMPANY_ID"],
            "X-Nonce": self.nonce(),
        }

    def new_token(self) -> str:
        answer = self.client.get(self.told["SANDBANK_TOKEN_URL"], headers=self.token_headers())
        return str(answer.json()["jwt"]) if answer.is_success else ""

    def nonce(self) -> str:
        return f"nonce-{id(self)}-{next(NUMBERS)}"

    def call(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        """One call, made again where that helps; None where no answer came."""
        answer = None
        for attempt in range(TRIES):
            answer = self.try_call(method, path, **options)
            if answer is not None and not self.is_repeated(answer):
                return answer
            if answer is None or answer.status_code >= 500:
                self.back_off(attempt)
        return answer

    def headers(self) -> dict[str, str]:
        return {
            "x-application": self.told["SANDBANK_APPLICATION"],
            "Authorization": f"Bearer {self.token()}",
            "Content-Type": "application/json",
        }

    def try_call(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        try:
            return self.client.request(method, self.url(path), headers=self.headers(), **options)
        except httpx.TransportError:
            return None

    def url(self, path: str) -> str:
        base = self.told["SANDBANK_CONSUMER_URL"]
        if path.startswith("/consumer/v1/"):  # as poll routes and `next` come
            return base.removesuffix("/consumer/v1") + path
        return f"{base}/{self.told['SANDBANK_COMPANY_ID']}{path}"

    def is_repeated(self, answer: httpx.Response) -> bool:
        if answer.status_code == 429:
            self.heed(float(answer.headers["retry-after"]))
            return True
        if answer.status_code == 401:
            return self.renew()
        return answer.status_code >= 500

    def heed(self, seconds: float) -> None:
        self.wait(seconds)

    def renew(self) -> bool:
        self.jwt = ""
        return True

    def back_off(self, attempt: int) -> None:
        self.wait(2.0**attempt)

    # ------------------------------------------------------------ linking

    def link(self) -> None:
        bank = self.told["SANDBANK_BANK_ID"]
        begun = self.call("GET", f"/indirectlinkaccount?bankId={bank}&web=true")
        if begun is None or begun.status_code != 302:
            return
        account = self.poll(begun.json()["pollRoute"])
        if account:
            self.connect(account)

    def poll(self, route: str) -> Any:
        while True:
            answer = self.call("GET", route)
            if answer is None or answer.status_code != 202:
                break
            self.pause(answer.json()["pollPeriod"] / 1000)
            route = self.next_route(route, answer.json()["pollRoute"])
        return answer.json()["account"] if answer is not None and answer.is_success else None

    def pause(self, seconds: float) -> None:
        self.wait(seconds)

    def next_route(self, asked: str, told: str) -> str:
        del asked
        return told

    def connection(self, account: Any) -> dict[str, Any]:
        return {
            "bankId": self.told["SANDBANK_BANK_ID"],
            "accountName": account["accountName"],
            "accountIdentifier": account["accountIdentifier"],
            "bankIdentifier": account["bankIdentifier"],
        }

    def connect(self, account: Any) -> None:
        made = self.call("POST", "/bankaccounts", json=self.connection(account))
        if made is not None and made.is_success:
            self.bank_account = made.json()["bankAccountId"]

    # ------------------------------------------------------------ reading

    def read(self) -> None:
        if self.bank_account:
            self.read_account()

    def read_account(self) -> None:
        while page := self.page(self.first_wanted()):
            self.keep(page)
            if not self.goes_on(page):
                break

    def first_wanted(self) -> int:
        return self.last_transaction + 1

    def page(self, start: int) -> Any:
        path = f"/bankaccounts/{self.bank_account}/transactions?startIndex={start}"
        answer = self.call("GET", path)
        return answer.json() if answer is not None and answer.is_success else None

    def keep(self, page: Any) -> None:
        for each in page["bankTransactionList"]["transactions"]:
            self.transactions[each["transactionId"]] = each
            self.last_transaction = max(self.last_transaction, each["transactionId"])

    def goes_on(self, page: Any) -> bool:
        return "next" in page["bankTransactionList"]

    # ------------------------------------------------------------ disconnecting

    def disconnect(self) -> None:
        answer = self.call("DELETE", f"/bankaccounts/{self.bank_account}")
        if answer is not None and answer.status_code == 204:
            self.forget()

    def forget(self) -> None:
        self.bank_account = ""
        self.last_transaction = 0
        self.transactions.clear()
