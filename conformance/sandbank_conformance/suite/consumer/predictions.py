"""Rules of a bank account, transactions that come in for it, and what is predicted of them."""

import json
from collections.abc import Sequence
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

    def __init__(
        self, product: Product, statements: Statements, draw: Draw, account: str = ""
    ) -> None:
        self._product = product
        self._statements = statements
        self._draw = draw
        self.account = account or statements.pending(draw)

    def rule(self, *conditions: Json, account: str = "", shares: Sequence[int] = (100,)) -> Json:
        """A rule with actions of its own, of this account unless another one is named."""
        return made_rule(
            self._product,
            account or self.account,
            self._draw,
            ruleConditions=list(conditions),
            ruleActions=[self._action(each) for each in shares],
        )

    def rule_for(self, word: str, account: str = "") -> Json:
        """A rule for whatever has a word in its narrative."""
        return self.rule(condition("transactionNarrative", "contains", word), account=account)

    def comes(self, **members: Any) -> int:
        """The id of a transaction that comes in now."""
        (new,) = self._come(1, **members)
        return new

    def comes_with(self, word: str) -> int:
        """The id of a transaction that comes in with a word wherever one may look for it."""
        (new,) = self.come_with(word, 1)
        return new

    def come_with(self, word: str, count: int) -> list[int]:
        """The ids of several such transactions that come in with one statement."""
        return self._come(count, **dict.fromkeys(NARRATIVES, f"Verify {word}"))

    def predicted(self, transaction_id: int) -> Any:
        """What is predicted of a transaction, as it is shown now; an empty list for nothing."""
        shown = self._statements.held(self.account)
        if transaction_id not in shown:
            raise NotTestable(f"the transaction {transaction_id}, which was shown before")
        return shown[transaction_id].get("predictedActions") or []

    def _action(self, share: int) -> Json:
        posting = {"type": "nominal", "code": self._draw.digits(8)}
        return {
            "splitPercentage": share,
            "accountantNarrative": "a",
            "accountsPostings": [posting],
        }

    def _come(self, count: int, **members: Any) -> list[int]:
        known = set(self._statements.held(self.account))
        sent = self._statements.drawn(self._draw, self.account, count, **members)
        self._statements.feed(self.account, *sent)
        new = set(self._statements.held(self.account, len(known) + count)) - known
        if len(new) != count:
            raise NotTestable(f"{count} new transactions, as were posted; there are {len(new)}")
        return sorted(new)


def names(predicted: Any, rule: Json) -> bool:
    """Whether something that is predicted follows from a rule: by its id, or by its actions."""
    text = json.dumps(predicted)
    code = rule["ruleActions"][0]["accountsPostings"][0]["code"]
    return json.dumps(rule["ruleId"]) in text or json.dumps(code) in text
