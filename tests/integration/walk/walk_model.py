"""The whole state that a walk expects, and how a world file begins it."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from integration.walk.walk_predictions import held_by
from integration.walk.walk_values import (
    ADVANCES,
    NOON,
    AccountModel,
    BankModel,
    CandidateModel,
    Real,
    RuleModel,
    SessionModel,
    StatementModel,
    UploadAccountModel,
    UploadTransactionModel,
    UserModel,
)

MARKER = re.compile(r"~mark-[^~]*~")
PROVIDER_OF = {
    "0c000000-0000-4000-8000-000000000001": "provider-a",
    "0c000000-0000-4000-8000-000000000002": "provider-b",
}
BANK_OF = {provider: bank for bank, provider in PROVIDER_OF.items()}
_RULE_FIELDS = ("ruleName", "ruleConditions", "ruleAdditionalFields", "ruleActions")
_NOT_SHOWN = ("userId", "sequence", "accountId", "transactionId", "fetched")


@dataclass
class Model:
    """Everything a walk knows; seconds since noon for time."""

    now: float = 0
    keys: dict[str, str] = field(default_factory=dict)  # organisation to signing key
    companies: dict[str, str] = field(default_factory=dict)  # company to organisation
    accounts: dict[str, AccountModel] = field(default_factory=dict)
    sessions: dict[str, SessionModel] = field(default_factory=dict)
    candidates: dict[Real, CandidateModel] = field(default_factory=dict)
    users: dict[str, UserModel] = field(default_factory=dict)
    nonces: list[tuple[str, str]] = field(default_factory=list)  # application and nonce
    told: list[tuple[str, str]] = field(default_factory=list)  # event type and resource id
    deleted: set[str] = field(default_factory=set)  # markers that must be nowhere
    replaced: set[str] = field(default_factory=set)  # markers that only the journal may hold
    banks: dict[str, BankModel] = field(default_factory=dict)
    statements: dict[str, StatementModel] = field(default_factory=dict)
    unique_ids_given: int = 0
    processing: Any = "atOnce"  # as in the settings
    expired_token_status: int = 403
    demand_signature: bool = False

    def living_users(self) -> dict[str, UserModel]:
        """The users whose time is not over."""
        return {k: u for k, u in self.users.items() if u.expires is None or self.now < u.expires}

    def bury(self, account: UploadAccountModel) -> None:
        """Remember that an account's transactions were deleted."""
        for transaction in account.transactions.values():
            self.deleted |= markers(transaction.fields.get("purpose"))

    def advance(self, seconds: float) -> None:
        """Move time; users whose time is over go with all they have."""
        self.now += seconds
        living = self.living_users()
        for user_id, user in self.users.items():
            if user_id not in living:
                for account in user.accounts.values():
                    self.bury(account)
        self.users = living
        for statement in self.statements.values():
            if statement.due is not None and statement.due <= self.now:
                self.process(statement)

    def accept(self, statement_id: str, statement: StatementModel) -> None:
        """A statement came in: it is processed, or waits as is set."""
        self.statements[statement_id] = statement
        if self.processing == "atOnce":
            self.process(statement)
        elif "afterTime" in self.processing:
            statement.due = self.now + ADVANCES[self.processing["afterTime"]]
        else:
            statement.reads = self.processing["afterReads"]

    def count_read(self, statement: StatementModel) -> None:
        """A statement was read; with the last read that it waits for it is processed."""
        if statement.reads is not None:
            statement.reads -= 1
            if not statement.reads:
                self.process(statement)

    def process(self, statement: StatementModel) -> None:
        """What a statement brings is held from now on."""
        account = self.accounts[statement.account]
        for sent in statement.transactions:
            number = max(account.transactions, default=0) + 1
            account.transactions[number] = sent["description"]
            account.posted[number] = held_by(account, sent)
            account.unique_ids.add(sent["uniqueId"])
        if statement.transactions or statement.said:
            account.status = "authRequired" if statement.said == "authRequired" else "active"
        statement.status, statement.due, statement.reads = "completed", None, None

    def under_way(self, account: str) -> StatementModel | None:
        """The statement of an account that is being processed."""
        found = [s for s in self.statements.values() if s.account == account]
        return next((s for s in found if s.status == "processing"), None)

    def disconnect(self, account: AccountModel) -> None:
        """Whatever an account had is nowhere any more, and nothing more comes."""
        self.deleted |= {*account.transactions.values(), *account.sent}
        account.status = "cancelled"
        account.transactions, account.posted, account.sent = {}, {}, set()
        statement = self.under_way(account.bank_account_id)
        if statement is not None:
            statement.status, statement.due, statement.reads = "failed", None, None


def markers(value: object) -> set[str]:
    """The markers in a text, or in bytes."""
    if isinstance(value, bytes):
        value = value.decode()
    return set(MARKER.findall(value)) if isinstance(value, str) else set()


def seconds(moment: str) -> float:
    """A moment of the wire, as seconds since noon."""
    return (datetime.fromisoformat(moment) - datetime.fromisoformat(NOON)).total_seconds()


def marked(world: dict[str, Any], size: str) -> dict[str, Any]:
    """A playground for walks: every transaction bears a marker, account 1 has fewer, with gaps."""
    kept = []
    for item in world["transactions"]:
        number, index = (int(part) for part in item["uniqueId"].split("-")[1:])
        # Pages need over a hundred transactions, the rest of a walk is quicker with a few.
        beyond = 100 < index < 240 if size == "large" else 3 < index < 245
        if number != 1 or not beyond:
            kept.append({**item, "description": f"~mark-{number}-{index}~"})
    uploads = [
        {**item, "purpose": f"~mark-{item['transactionId']}~"}
        for item in world["uploadTransactions"]
    ]
    return {**world, "transactions": kept, "uploadTransactions": uploads}


def model_of(world: dict[str, Any]) -> Model:
    """What a walk expects at its first step."""
    model = Model()
    model.keys = {o["organisationId"]: o["signingKey"] for o in world["organisations"]}
    model.companies = {c["companyId"]: c["organisationId"] for c in world["companies"]}
    model.banks = {b["bankId"]: BankModel(b["providerId"], b["name"]) for b in world["banks"]}
    model.accounts = _accounts(world)
    model.sessions = {s["authorisationId"]: _session(s) for s in world["authorisations"]}
    model.users = _users(world)
    model.statements = {
        s["statementId"]: StatementModel(s["providerId"], s["bankAccountId"], status=s["status"])
        for s in world["statements"]
    }
    model.told = [
        (n["event"]["type"], n["event"]["resource"]["id"]) for n in world["notifications"]
    ]
    return model


def _accounts(world: dict[str, Any]) -> dict[str, AccountModel]:
    accounts = {
        a["bankAccountId"]: AccountModel(
            a["bankAccountId"],
            a["companyId"],
            a["bankId"],
            a["status"],
            a["bankIdentifier"],
            a["accountIdentifier"],
            a["externalId"],
            currency=a.get("defaultCurrency"),
        )
        for a in world["bankAccounts"]
    }
    for t in world["transactions"]:
        accounts[t["bankAccountId"]].transactions[t["transactionId"]] = t["description"]
        accounts[t["bankAccountId"]].unique_ids.add(t["uniqueId"])
    for r in world["rules"]:
        fields = {name: r[name] for name in _RULE_FIELDS if name in r}
        accounts[r["bankAccountId"]].rules[r["ruleId"]] = RuleModel(
            fields, r.get("status", "active")
        )
    return accounts


def _session(item: dict[str, Any]) -> SessionModel:
    return SessionModel(
        item["providerId"],
        item["kind"],
        item["companyId"],
        item["bankId"],
        seconds(item["expiresAt"]),
        item["status"],
        item.get("bankAccountId"),
        list(item.get("granted", ())),
    )


def _users(world: dict[str, Any]) -> dict[str, UserModel]:
    users = {
        u["userId"]: UserModel(u["clientId"], u["tenant"], u["type"], u["automaticAnalysis"])
        for u in world["users"]
    }
    of_user: dict[str, dict[str, UploadAccountModel]] = defaultdict(dict)
    for a in world["uploadAccounts"]:
        shown = {k: v for k, v in a.items() if k not in _NOT_SHOWN}
        of_user[a["userId"]][a["accountId"]] = UploadAccountModel(shown, "bankLoginId" in a)
    for t in world["uploadTransactions"]:
        shown = {k: v for k, v in t.items() if k not in _NOT_SHOWN}
        of_user[t["userId"]][t["accountId"]].transactions[t["transactionId"]] = (
            UploadTransactionModel(shown, t.get("fetched", False))
        )
    for user_id, accounts in of_user.items():
        users[user_id].accounts = accounts
    return users
