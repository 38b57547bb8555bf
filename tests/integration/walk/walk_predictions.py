"""What a product should read of a transaction that a statement brought."""

from decimal import Decimal
from operator import ge, gt, le, lt

from integration.walk.walk_values import AccountModel, Fields, RuleModel

_TEXTS = ("description", "narrative1", "narrative2")


def held_by(account: AccountModel, sent: Fields) -> Fields:
    """What a product should read of a transaction, its predictions with it."""
    currency = sent.get("exchangeCurrency", account.currency)
    shown = {**sent, "currency": currency, "checkNum": sent.get("checkNumber")}
    names = [
        each.fields["ruleName"]
        for each in account.rules.values()
        if each.status == "active" and _applies(each, shown)
    ]
    return {**shown, "predicted": names}


def _applies(rule: RuleModel, shown: Fields) -> bool:
    conditions = rule.fields["ruleConditions"]
    return all(
        _holds(each["ruleField"], each["ruleOperation"], each["ruleCriteria"], shown)
        for each in conditions
    )


def _holds(name: str, operation: str, criteria: str, shown: Fields) -> bool:
    orders = {"eq": lambda a, b: a == b, "gt": gt, "ge": ge, "lt": lt, "le": le}
    if name == "transactionNarrative":
        texts = [str(shown[key]).lower() for key in _TEXTS if key in shown]
        if operation == "contains":
            return any(criteria.lower() in text for text in texts)
        return {*criteria.lower().split()} <= {word for text in texts for word in text.split()}
    if name == "transactionAmount":
        return bool(orders[operation](Decimal(str(shown[name])), Decimal(criteria)))
    if name == "datePosted":
        return bool(orders[operation](shown[name][:10], criteria))
    if name == "$baseType":
        return bool(shown["transactionType"] == criteria.upper())
    return bool(shown[name] == criteria)
