"""What the tables of all three APIs have in common: where they are, and how they depart."""

import re
from collections.abc import Mapping
from typing import Any, TypedDict

from sandbank_conformance.config.table import Table, shown
from sandbank_conformance.target import Api, JsonObject
from sandbank_contract import documents
from sandbank_contract.errors import one_of

FREE = ("companyId", "organisationId")  # every path of the Consumer API may name them


class Common(TypedDict):
    """The members of `Api`."""

    url: str
    token_url: str
    paths: Mapping[str, str]
    bodies: Mapping[str, JsonObject]
    answers: Mapping[str, str]


def common(table: Table, api: str, base: Api | None) -> Common:
    """What stands in a table about the API as such."""
    return Common(
        url=table.address("url", base.url if base else None),
        token_url=table.address("token-url", base.token_url if base else ""),
        paths=_by_operation(table, api, "paths", _path),
        bodies=_by_operation(table, api, "bodies", _body),
        answers=_by_operation(table, api, "answers", _pointer),
    )


def _by_operation(table: Table, api: str, name: str, fit: Any) -> dict[str, Any]:
    within = table.table(name)
    if within is None:
        return {}
    known = {each.operation_id: each for each in documents.load(api).operations}
    found = {}
    for operation_id, value in within.members():
        if operation_id not in known:
            within.wrong(operation_id, one_of(operation_id, known))
        elif told := fit(known[operation_id].path, value):
            within.wrong(operation_id, told)
        else:
            found[operation_id] = value
    return found


def _path(documented: str, value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("/"):
        return f'{shown(value)}; expected a path behind the API\'s URL, like "{documented}"'
    wanted, named = _parameters(documented), _parameters(value)
    for each in sorted(named - wanted - set(FREE)):
        return f"{{{each}}}: {one_of(each, wanted | set(FREE))}"
    for each in sorted(wanted - named):
        return f"{value!r} has no {{{each}}}; expected it as in {documented!r}"
    return ""


def _body(_: str, value: Any) -> str:
    return "" if isinstance(value, dict) else f"{shown(value)}; expected a table of members"


def _pointer(_: str, value: Any) -> str:
    if isinstance(value, str) and (not value or value.startswith("/")):
        return ""
    return f'{shown(value)}; expected a JSON pointer like "/data", or "" for the whole body'


def _parameters(template: str) -> set[str]:
    return set(re.findall(r"\{([^}]*)\}", template))
