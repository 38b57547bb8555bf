"""The rules that a product keeps for a bank account."""

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Conflict, Unknown
from sandbank_server.domain.rules import Rule, RuleChange, RuleContent
from sandbank_server.service import reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.identities import unused
from sandbank_server.service.keys import rule_name_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath


def create(
    sandbox: Sandbox, caller: ProductCaller, path: AccountPath, content: RuleContent
) -> Rule:
    """A new active rule; its name is the only one of its kind on the account (CON-RULE-01)."""
    account = reach.bank_account(sandbox, caller, path)
    _judge_connected(account)
    rule = Rule(
        rule_id=unused(sandbox.ids, sandbox.store.rules.get),
        bank_account_id=account.bank_account_id,
        rule_name=content.rule_name,
        rule_conditions=content.rule_conditions,
        rule_actions=content.rule_actions,
        rule_additional_fields=content.rule_additional_fields,
    )
    return _kept(sandbox, rule)


def listed(sandbox: Sandbox, caller: ProductCaller, path: AccountPath) -> list[Rule]:
    """Every rule of the account, disconnected ones too, in the order they came."""
    account = reach.bank_account(sandbox, caller, path)
    return sandbox.store.rules.find("account", account.bank_account_id)


def get(sandbox: Sandbox, caller: ProductCaller, path: AccountPath, rule_id: str) -> Rule:
    """One rule of the account, or `Unknown`."""
    return _rule(sandbox, reach.bank_account(sandbox, caller, path), rule_id)


def replace(
    sandbox: Sandbox,
    caller: ProductCaller,
    path: AccountPath,
    rule_id: str,
    content: RuleContent,
) -> Rule:
    """The rule with all that the product says of it replaced; id and status stay."""
    rule = _changeable(sandbox, caller, path, rule_id)
    return _kept(sandbox, rule.with_content(content))


def change(
    sandbox: Sandbox,
    caller: ProductCaller,
    path: AccountPath,
    rule_id: str,
    change: RuleChange,
) -> Rule:
    """The rule with the named parts replaced, each as a whole."""
    rule = _changeable(sandbox, caller, path, rule_id)
    return _kept(sandbox, rule.changed(change))


def delete(sandbox: Sandbox, caller: ProductCaller, path: AccountPath, rule_id: str) -> None:
    """Remove a rule of a connected account."""
    rule = _changeable(sandbox, caller, path, rule_id)
    sandbox.store.rules.remove(rule.rule_id)


def _changeable(sandbox: Sandbox, caller: ProductCaller, path: AccountPath, rule_id: str) -> Rule:
    account = reach.bank_account(sandbox, caller, path)
    rule = _rule(sandbox, account, rule_id)
    _judge_connected(account)
    return rule


def _rule(sandbox: Sandbox, account: BankAccount, rule_id: str) -> Rule:
    rule = sandbox.store.rules.get(rule_id)
    if rule is None or rule.bank_account_id != account.bank_account_id:
        raise Unknown(
            "CON-RULE-03",
            "unknown_rule",
            "The bank account has no rule of this id.",
            truth="GEN-05" if rule else None,
        )
    return rule


def _judge_connected(account: BankAccount) -> None:
    if not account.is_connected:
        raise Conflict(
            "CON-OFF-11",
            "bank_account_cancelled",
            "The bank account was disconnected; its rules can be read, not written.",
        )


def _kept(sandbox: Sandbox, rule: Rule) -> Rule:
    """The rule once it is stored; refused while another of the account has its name."""
    namesakes = sandbox.store.rules.find("name", rule_name_key(rule))
    if any(namesake.rule_id != rule.rule_id for namesake in namesakes):
        raise Conflict(
            "CON-RULE-01", "rule_name_taken", "Another rule of the bank account has this ruleName."
        )
    sandbox.store.rules.put(rule)
    return rule
