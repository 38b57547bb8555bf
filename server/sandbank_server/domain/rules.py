"""Rules that a company keeps for a bank account's transactions."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class RuleStatus(StrEnum):
    """A rule works until its bank account is disconnected."""

    ACTIVE = "active"
    DISCONNECTED = "disconnected"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCondition:
    """One comparison; all conditions of a rule must hold."""

    rule_field: str
    rule_operation: str
    rule_criteria: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPosting:
    """A ledger posting that a rule predicts."""

    type: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAction:
    """What a rule predicts for a share of the amount."""

    split_percentage: Decimal
    accountant_narrative: str | None = None
    accounts_postings: tuple[AccountsPosting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleContent:
    """What a product says of a rule, whole."""

    rule_name: str
    rule_conditions: tuple[RuleCondition, ...]
    rule_actions: tuple[RuleAction, ...] = ()
    rule_additional_fields: str = "[]"  # JSON text


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What a product changes of a rule; None leaves a part as it was."""

    rule_name: str | None = None
    rule_conditions: tuple[RuleCondition, ...] | None = None
    rule_actions: tuple[RuleAction, ...] | None = None
    rule_additional_fields: str | None = None  # JSON text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A named rule of one bank account."""

    rule_id: str
    bank_account_id: str
    rule_name: str
    rule_conditions: tuple[RuleCondition, ...]
    rule_actions: tuple[RuleAction, ...]
    rule_additional_fields: str = "[]"  # JSON text, kept as sent: its shape is not documented
    status: RuleStatus = RuleStatus.ACTIVE

    def with_content(self, content: RuleContent) -> "Rule":
        """The rule with everything that a product says of it replaced."""
        return replace(
            self,
            rule_name=content.rule_name,
            rule_conditions=content.rule_conditions,
            rule_actions=content.rule_actions,
            rule_additional_fields=content.rule_additional_fields,
        )

    def changed(self, change: RuleChange) -> "Rule":
        """The rule with the named parts replaced, each as a whole."""
        return self.with_content(
            RuleContent(
                rule_name=_or(change.rule_name, self.rule_name),
                rule_conditions=_or(change.rule_conditions, self.rule_conditions),
                rule_actions=_or(change.rule_actions, self.rule_actions),
                rule_additional_fields=_or(
                    change.rule_additional_fields, self.rule_additional_fields
                ),
            )
        )

    def disconnected(self) -> "Rule":
        """The rule after its bank account was disconnected: kept, but no longer working."""
        return replace(self, status=RuleStatus.DISCONNECTED)


def _or(new: T | None, old: T) -> T:
    return old if new is None else new
