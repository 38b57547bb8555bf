"""A small provider that keeps every rule: its connector, and the calls that it makes.

It is written so that each of its habits is a method of its own: who breaks a rule replaces one.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import jwt

Query = dict[str, str]
ACCOUNTS = {f"ext-9{n}": f"acct-9{n}" for n in (1, 2, 3)}  # of its one user
CUSTOMER = "customer-9:provider"
CUSTOM_PAGE = "<!doctype html><title>{title}</title>{body}"
TRIES = 4
PATIENCE = 30  # seconds for keys and tokens, about which nothing is tried


@dataclass(frozen=True)
class Answer:
    """What the connector answers."""

    status: int
    body: str = ""
    kind: str = "text/html; charset=utf-8"
    location: str = ""


@dataclass
class Opened:
    """A session that a notification brought."""

    id: str
    done: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class HonestProvider:
    """Keeps every rule; `told` is what the sandbox's variables say."""

    timeout = 2.0  # seconds for an answer of the Banking Service
    pause = 0.05  # seconds before a call is made again

    def __init__(self, told: Mapping[str, str]) -> None:
        self.told = told
        self.sessions: dict[str, Opened] = {}
        self.bank_accounts: dict[str, str] = {}  # by id, the account's externalId
        self.gone: set[str] = set()
        self.token = ""
        self.until = 0.0
        self.client = httpx.Client(timeout=PATIENCE, verify=False)  # nothing here is encrypted
        self.keys = jwt.PyJWKSet.from_dict(self.client.get(told["SANDBANK_KEYS_URL"]).json())
        self.token_lock = threading.Lock()
        self.threads: list[threading.Thread] = []

    def close(self) -> None:
        for each in self.threads:
            each.join()
        self.client.close()

    def later(self, seconds: float, do: Callable[[], object]) -> None:
        """Do something after a while, beside whatever comes."""

        def wait_and_do() -> None:
            sleep(seconds)
            do()

        self.threads.append(threading.Thread(target=wait_and_do))
        self.threads[-1].start()

    # ------------------------------------------------------------ the connector

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        if (method, parts.path) == ("POST", "/notification"):
            return self.take_notification(headers, body)
        if parts.path == "/availableaccounts":
            return self.list_accounts(headers, query)
        if parts.path in ("/auth", "/authrefresh"):
            form = dict(parse_qsl(body.decode()))
            return self.show(target, query) if method == "GET" else self.log_in(query, form)
        return Answer(404, "nothing here")

    def is_trusted(self, headers: Mapping[str, str]) -> bool:
        return self.has_header(headers) and self.has_token(headers)

    def has_header(self, headers: Mapping[str, str]) -> bool:
        name = self.told["SANDBANK_CONNECTOR_HEADER"].lower()
        return headers.get(name) == self.told["SANDBANK_CONNECTOR_VALUE"]

    def has_token(self, headers: Mapping[str, str]) -> bool:
        token = headers.get("authorization", "").removeprefix("Bearer ")
        audience = self.told["SANDBANK_CONNECTOR_AUDIENCE"]
        try:
            kid = jwt.get_unverified_header(token)["kid"]
            jwt.decode(token, self.keys[kid], algorithms=["RS256"], audience=audience, leeway=2)
        except (jwt.PyJWTError, KeyError):
            return False
        return True

    def take_notification(self, headers: Mapping[str, str], body: bytes) -> Answer:
        if not self.is_trusted(headers):
            return Answer(403)
        try:
            event = json.loads(body)
            kind, resource = event["type"], event["resource"]
        except (ValueError, KeyError, TypeError):
            return Answer(400)
        self.learn(kind, resource, event.get("additionalData", {}))
        return self.accepted()

    def accepted(self) -> Answer:
        return Answer(204)

    def learn(self, kind: str, resource: Any, more: Any) -> None:
        what = (kind, resource["type"])
        if what == ("resourceCreated", "authorisation"):
            self.sessions.setdefault(resource["id"], Opened(resource["id"]))
        elif what == ("resourceCreated", "bankAccount"):
            self.account_created(resource["id"], more)
        elif what == ("resourceDeleted", "bankAccount"):
            self.account_deleted(resource["id"])

    def account_created(self, bank_account: str, more: Any) -> None:
        if bank_account not in self.bank_accounts and bank_account not in self.gone:
            self.bank_accounts[bank_account] = more["externalId"]
            self.later(0.0, lambda: self.feed(bank_account))

    def account_deleted(self, bank_account: str) -> None:
        self.gone.add(bank_account)
        self.bank_accounts.pop(bank_account, None)

    def list_accounts(self, headers: Mapping[str, str], query: Query) -> Answer:
        if not self.is_trusted(headers):
            return Answer(403)
        known = query.get("externalId") in ACCOUNTS
        listed = [self.available(each) for each in ACCOUNTS] if known else []
        return Answer(200, json.dumps(listed), "application/json")

    def available(self, external_id: str) -> dict[str, str]:
        return {
            "accountType": "business",
            "accountName": f"Account (**{ACCOUNTS[external_id][-2:]})",
            "externalId": external_id,
            "bankIdentifier": CUSTOMER,
            "accountIdentifier": ACCOUNTS[external_id],
            "branchIdentifier": "n/a",
        }

    # ------------------------------------------------------------ the pages

    def show(self, target: str, query: Query) -> Answer:
        if not self.is_known(query["authorisation_id"]):
            return Answer(404, CUSTOM_PAGE.format(title="Unknown", body="Please begin again."))
        return self.page(target)

    def is_known(self, session: str) -> bool:
        return session in self.sessions

    def page(self, target: str) -> Answer:
        form = f'<form method="post" action="{escape(target)}"><button>Go on</button></form>'
        return Answer(200, CUSTOM_PAGE.format(title="Sign in", body=form))

    def log_in(self, query: Query, form: Query) -> Answer:
        session = self.sessions.get(query["authorisation_id"])
        if session is None:
            return Answer(404, CUSTOM_PAGE.format(title="Unknown", body="Please begin again."))
        granted = list(ACCOUNTS) if form.get("accounts") == "all" else list(ACCOUNTS)[:1]
        approved = form["decision"] == "approve"
        with session.lock:
            if not session.done:
                session.done = True
                self.conclude(session, query, granted if approved else None)
        return self.send_back(query, approved)

    def conclude(self, session: Opened, query: Query, granted: list[str] | None) -> None:
        """The session is over; None stands for a refusal."""
        self.report(session.id, self.result(query, granted))

    def send_back(self, query: Query, approved: bool) -> Answer:
        del approved
        return Answer(303, location=self.way_back(query))

    def way_back(self, query: Query) -> str:
        mark = "&" if urlsplit(query["redirect_uri"]).query else "?"
        return f"{query['redirect_uri']}{mark}{urlencode({'state': query['state']})}"

    # ------------------------------------------------------------ its calls

    def result(self, query: Query, granted: list[str] | None) -> dict[str, Any]:
        if granted is None:
            return {"status": "failure"}
        if "bankaccount" in query:
            return {"status": "success"}
        return {"status": "success", "bankAccounts": [self.granted(each) for each in granted]}

    def granted(self, external_id: str) -> dict[str, str]:
        return {
            "bankAccountExternalId": external_id,
            "accountName": f"Account (**{ACCOUNTS[external_id][-2:]})",
            "bankIdentifier": CUSTOMER,
            "branchIdentifier": "n/a",
            "accountIdentifier": ACCOUNTS[external_id],
        }

    def report(self, session: str, result: dict[str, Any]) -> None:
        self.call("PATCH", f"/authorisations/{session}", {"data": result})

    def call(self, method: str, path: str, body: Any) -> httpx.Response | None:
        """One call, made again where that helps; None where no answer came."""
        answer = None
        for _ in range(TRIES):
            answer = self.try_call(method, path, body)
            if answer is not None and not self.helps_to_repeat(answer):
                return answer
        return answer

    def try_call(self, method: str, path: str, body: Any) -> httpx.Response | None:
        url = self.told["SANDBANK_PROVIDER_URL"] + path
        try:
            headers = {"Content-Type": "application/json", **self.headers()}
            return self.client.request(
                method, url, content=self.written(body), headers=headers, timeout=self.timeout
            )
        except httpx.TransportError:
            sleep(self.pause)
            return None

    def written(self, body: Any) -> bytes:
        return json.dumps(body).encode() if body else b""

    def helps_to_repeat(self, answer: httpx.Response) -> bool:
        if answer.status_code == 429:
            sleep(float(answer.headers["retry-after"]))
            return True
        if answer.status_code == 401 or "token_expired" in answer.text:
            self.token = ""
            return True
        if answer.status_code >= 500:
            sleep(self.pause)
            return True
        return False

    def headers(self) -> dict[str, str]:
        key = self.told["SANDBANK_API_KEY"]
        return {"x-api-key": key, "Authorization": f"Bearer {self.bearer()}"}

    def bearer(self) -> str:
        with self.token_lock:
            if not self.token or monotonic() > self.until:
                self.new_token()
            return self.token

    def asked(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_id": self.told["SANDBANK_CLIENT_ID"],
            "client_secret": self.told["SANDBANK_CLIENT_SECRET"],
            "audience": self.told["SANDBANK_AUDIENCE"],
        }

    def new_token(self) -> None:
        answer = self.client.post(self.told["SANDBANK_TOKEN_URL"], json=self.asked())
        self.token = answer.json().get("access_token", "none")
        self.until = monotonic() + answer.json().get("expires_in", 0) - 60

    # ------------------------------------------------------------ its statements

    def feed(self, bank_account: str) -> None:
        """All that is held of an account, the oldest first."""
        for days in self.batches():
            if bank_account not in self.gone:
                self.send(bank_account, days)

    def batches(self) -> list[list[int]]:
        """Days before today of which transactions are sent together."""
        return [[30, 24, 17], [9, 2, 1]]

    def send(self, bank_account: str, days: list[int]) -> None:
        answer = self.call("POST", "/statements", self.statement(bank_account, days))
        number = answer.json()["data"]["_id"] if answer and answer.is_success else ""
        self.await_processed(number)

    def await_processed(self, number: str) -> None:
        if not number:
            sleep(0.6)  # it was taken before, under a number that got lost
            return
        for _ in range(50):
            answer = self.call("GET", f"/statements/{number}", None)
            if answer and answer.json()["data"]["status"] != "processing":
                return
            sleep(0.03)

    def statement(self, bank_account: str, days: list[int]) -> dict[str, Any]:
        sent = [self.transaction(bank_account, each) for each in days]
        debits = sum(each["transactionAmount"] for each in sent)
        expected = {"transactionDetailsCount": len(sent), "transactionDebitSum": debits}
        return {
            "data": {
                "bankId": self.told["SANDBANK_BANK_ID"],
                "expected": expected,
                "accountDetails": [{"bankAccountId": bank_account}],
                "transactionDetails": sent,
            }
        }

    def transaction(self, bank_account: str, days: int) -> dict[str, Any]:
        return {
            "uniqueId": self.unique_id(days),
            "bankAccountId": bank_account,
            "transactionAmount": -days,
            "transactionType": "DEBIT",
            "datePosted": (date.today() - timedelta(days=days)).isoformat(),
            "description": f"Coffee {days}",
        }

    def unique_id(self, days: int) -> str:
        return f"t-{days}"
