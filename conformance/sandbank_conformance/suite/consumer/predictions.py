"""Rules of a bank account, transactions that come in for it, and what is predicted of them."""

import json
from typing import Any

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.draw import Draw
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.consumer.rule_bodies import condition, made_rule

Json = dict[str, Any]

NARRATIVES = ("description", "narrative1", "narrative2")


class Coming:
    """A bank account that nothing has come for yet."""

    def __init__(self, product: Product, statements: Statements, draw: Draw) -> None:
        self._product = product
        self._statements = statements
        self._draw = draw
        self.account = statements.pending(draw)

    def rule(self, *conditions: Json, account: str = "") -> Json:
        """A rule with actions of its own, of this account unless another one is named."""
        posting = {"type": "nominal", "code": self._draw.digits(8)}
        action = {"splitPercentage": 100, "accountantNarrative": "a", "accountsPostings": [posting]}
        return made_rule(
            self._product,
            account or self.account,
            self._draw,
            ruleConditions=list(conditions),
            ruleActions=[action],
        )

    def rule_for(self, word: str, account: str = "") -> Json:
        """A rule for whatever has a word in its narrative."""
        return self.rule(condition("transactionNarrative", "contains", word), account=account)

    def comes(self, **members: Any) -> int:
        """The id of a transaction that comes in now."""
        known = set(self._statements.held(self.account))
        (sent,) = self._statements.drawn(self._draw, self.account, **members)
        self._statements.feed(self.account, sent)
        new = set(self._statements.held(self.account, len(known) + 1)) - known
        if len(new) != 1:
            raise NotTestable(f"one new transaction after one was posted; there are {len(new)}")
        return new.pop()

    def comes_with(self, word: str) -> int:
        """The id of a transaction that comes in with a word wherever one may look for it."""
        return self.comes(**dict.fromkeys(NARRATIVES, f"Verify {word}"))

    def predicted(self, transaction_id: int) -> Any:
        """What is predicted of a transaction, as it is shown now; an empty list for nothing."""
        shown = self._statements.held(self.account)
        if transaction_id not in shown:
            raise NotTestable(f"the transaction {transaction_id}, which was shown before")
        return shown[transaction_id].get("predictedActions") or []


def names(predicted: Any, rule: Json) -> bool:
    """Whether something that is predicted follows from a rule: by its id, or by its actions."""
    text = json.dumps(predicted)
    code = rule["ruleActions"][0]["accountsPostings"][0]["code"]
    return json.dumps(rule["ruleId"]) in text or json.dumps(code) in text
