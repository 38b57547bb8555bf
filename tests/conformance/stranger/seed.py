"""The playground world with its fixed ids."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .predictions import predict
from .seed_users import add_users
from .world import (
    SESSION_LIFE,
    BankAccount,
    BankTransaction,
    Options,
    Organisation,
    Rule,
    Session,
    World,
    utcnow,
)

PRODUCTS = ("Coffee", "Rent", "Wages", "Invoice", "Refund", "Taxi", "Stationery")


def fixed(kind: str, tail: str) -> str:
    return f"{kind}000000-0000-4000-8000-{tail.rjust(12, '0')}"


def bank_record(bank_id: str, name: str, provider: str) -> dict[str, Any]:
    return {
        "bankId": bank_id,
        "name": name,
        "primaryCountry": "GBR",
        "primaryCountry2CharIso": "GB",
        "authorisationMechanism": "indirect",
        "authorisationData": {},
        "accountTypes": ["business", "personal"],
        "status": "active",
        "offBoardingMechanism": {"type": "automatic", "instructions": None},
        "supportiframe": False,
        "popularBank": True,
        "bankURL": None,
        "flags": {"oauth": True},
        "dataProvider": "indirect",
        "capabilities": {"manualRefresh": False},
        "logo": None,
        "_provider": provider,
        "_principal": f"PR-{bank_id}",
        "_ref": None,
        "_offered": utcnow(),
    }


def _rule(tail: str, name: str, word: str) -> Rule:
    condition = {
        "ruleField": "transactionNarrative",
        "ruleOperation": "contains",
        "ruleCriteria": word,
    }
    action = {
        "splitPercentage": 100,
        "accountantNarrative": name,
        "accountsPostings": [{"type": "nominal", "code": "7400"}],
    }
    return Rule(fixed("0f", tail), name, [condition], [], [action])


def _transactions(account: BankAccount, seed: int, count: int, now: datetime) -> None:
    """Ids rise with gaps; rules are applied as the transactions come in."""
    for i in range(1, count + 1):
        cents = (i * 1237 + seed * 911) % 250000 + 1
        amount = Decimal(cents if i % 3 == 0 else -cents) / 100
        name = PRODUCTS[(i + seed) % len(PRODUCTS)]
        item = BankTransaction(
            1000 + 3 * i + i // 10,
            amount,
            now - timedelta(days=count - i + 1, hours=3),
            name,
            f"{name.upper()} {i:04d}",
        )
        item.predicted = predict(account.rules.values(), item, "GBP")
        account.transactions.append(item)
        account.unique_ids.add(f"txn-{seed}-{i}")
        account.last_id = item.transaction_id


def _account(
    world: World, number: int, company: int, status: str, count: int, rules: list[str]
) -> None:
    now = utcnow()
    details = {
        "accountType": "business",
        "accountName": f"Company account {number}",
        "accountKey": None,
        "accountIdentifier": f"acct-{number}",
        "bankIdentifier": "customer-1:playground",
        "branchIdentifier": "n/a",
        "defaultCurrency": "GBP",
        "requestedStartDate": (now - timedelta(days=400)).date().isoformat(),
        "externalId": f"ext-{number}",
    }
    account = BankAccount(
        fixed("0d", str(number)), fixed("0b", str(company)), fixed("0c", "1"), status, details
    )
    for i, word in enumerate(rules, start=1):
        rule = _rule(f"{number}{i}", word.title(), word)
        account.rules[rule.rule_id] = rule
    _transactions(account, number, count, now)
    world.accounts[account.account_id] = account


def _accounts(world: World) -> None:
    for number, company, status, count, rules in (
        (1, 1, "active", 250, ["coffee", "rent"]),
        (2, 1, "pending", 0, []),
        (3, 1, "authRequired", 10, []),
        (4, 1, "cancelled", 0, []),
        (5, 2, "active", 5, ["wages"]),
        (6, 1, "active", 20, ["taxi"]),
        (7, 1, "authRequired", 0, []),
        (8, 3, "active", 3, []),
    ):
        _account(world, number, company, status, count, rules)


def _sessions(world: World) -> None:
    now = utcnow()
    for number, provider, account, state in (
        (1, "provider-a", None, "open"),
        (2, "provider-a", "3", "open"),
        (3, "provider-a", None, "open"),
        (4, "provider-a", None, "success"),
        (5, "provider-b", None, "open"),
        (6, "provider-a", None, "open"),
        (7, "provider-a", "7", "open"),
        (8, "provider-a", "3", "open"),
    ):
        expires = now - timedelta(minutes=5) if number == 3 else now + SESSION_LIFE
        target = fixed("0d", account) if account else None
        session = Session(fixed("0e", str(number)), provider, expires, target, state)
        world.sessions[session.session_id] = session


def build(options: Options) -> World:
    world = World(options)
    world.applications |= {"sandbank.eu.product", "sandbank.eu.other"}
    for number, companies in ((1, ("1", "3")), (2, ("2",))):
        organisation = Organisation(
            fixed("0a", str(number)),
            f"playground-signing-key-{number}",
            [fixed("0b", c) for c in companies],
        )
        world.organisations[organisation.organisation_id] = organisation
    for number, name, provider in (
        (1, "Playground Bank", "provider-a"),
        (2, "Second Bank", "provider-b"),
    ):
        bank_id = fixed("0c", str(number))
        world.banks[bank_id] = bank_record(bank_id, name, provider)
    for name in ("provider-a", "provider-b"):
        world.providers[name] = (f"{name}-secret", f"{name}-key")
    _accounts(world)
    _sessions(world)
    add_users(world)
    return world
