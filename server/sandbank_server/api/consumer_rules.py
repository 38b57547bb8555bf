"""The Consumer API's operations on rules."""

from sandbank_server.api import consumer_parse as parse
from sandbank_server.api.calls import Answer, Call, created, nothing, ok
from sandbank_server.api.consumer_present import present_rule
from sandbank_server.service import rules
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox


class ConsumerRules:
    """Rules of a bank account: create, read, change, delete."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def create_rule(self, call: Call[ProductCaller]) -> Answer:
        """A new rule."""
        path, content = parse.parse_account_path(call), parse.parse_rule(call.body)
        return created(present_rule(rules.create(self._sandbox, call.caller, path, content)))

    async def list_rules(self, call: Call[ProductCaller]) -> Answer:
        """The rules of a bank account."""
        listed = rules.listed(self._sandbox, call.caller, parse.parse_account_path(call))
        return ok([present_rule(rule) for rule in listed])

    async def get_rule(self, call: Call[ProductCaller]) -> Answer:
        """One rule."""
        path, rule_id = parse.parse_account_path(call), call.path["ruleId"]
        return ok(present_rule(rules.get(self._sandbox, call.caller, path, rule_id)))

    async def replace_rule(self, call: Call[ProductCaller]) -> Answer:
        """A rule anew, whole."""
        path, rule_id = parse.parse_account_path(call), call.path["ruleId"]
        content = parse.parse_rule(call.body)
        return ok(present_rule(rules.replace(self._sandbox, call.caller, path, rule_id, content)))

    async def change_rule(self, call: Call[ProductCaller]) -> Answer:
        """Parts of a rule anew."""
        path, rule_id = parse.parse_account_path(call), call.path["ruleId"]
        change = parse.parse_rule_change(call.body)
        return ok(present_rule(rules.change(self._sandbox, call.caller, path, rule_id, change)))

    async def delete_rule(self, call: Call[ProductCaller]) -> Answer:
        """A rule less."""
        path, rule_id = parse.parse_account_path(call), call.path["ruleId"]
        rules.delete(self._sandbox, call.caller, path, rule_id)
        return nothing()
