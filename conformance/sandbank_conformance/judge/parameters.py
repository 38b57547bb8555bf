"""What path, query and headers name besides credentials: there, once, filled in."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from sandbank_conformance.judge import words
from sandbank_conformance.judge.cases import Case, header, in_path, in_query
from sandbank_conformance.judge.findings import Place, Stage
from sandbank_conformance.judge.operations import REPORTS
from sandbank_conformance.judge.veils import is_variable

_BY_QUERY = "reportAuthorisationByQuery"
LONGEST_NUMBER = 40  # digits of a number in a query that are read
SESSION = "authorisationId"

_WHOLE = re.compile(r"-?[0-9]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\{.*\}|<.*>|\[.*\]|:[A-Za-z]\w*|\$\w+|%\w+%|\.{3,}|…|x{3,}|\*{3,}"
    r"|undefined|null|none|nan|todo|(?:your|my|insert|the|some)[-_ ].*|.*[-_ ]here",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{.*\}|<.*>|:[A-Za-z]\w*|undefined|null")
# What is answered where a parameter of the path names nothing, and at which stage.
_UNKNOWN: Mapping[str, tuple[str, int, Stage]] = {
    SESSION: ("PRV-AUTH-02", 409, Stage.STATE),
    "companyId": ("CON-OFF-08", 403, Stage.OWNER),
    "bankAccountId": ("CON-OFF-07", 404, Stage.RESOURCE),
    "ruleId": ("CON-RULE-03", 404, Stage.RESOURCE),
    "bankId": ("CON-BANK-01", 404, Stage.RESOURCE),
    "pollId": ("CON-LINK-01", 404, Stage.RESOURCE),
    "statementId": ("PRV-STMT-10", 404, Stage.RESOURCE),
    "user-id": ("UB-USER-01", 404, Stage.RESOURCE),
}


def read_query(query: str) -> Mapping[str, tuple[str, ...]]:
    """The values of each parameter of a query."""
    gathered: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        gathered.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in gathered.items()}


def is_strange(authorisation_id: str) -> bool:
    """Whether an authorisation id looks like none that was ever given out."""
    return _UUID.fullmatch(authorisation_id) is None


def session_id(case: Case) -> str | None:
    """The authorisation id of a report, from its path or its query; None where it is not shown."""
    if case.judged.id not in REPORTS or case.call.is_bare:
        return None
    values = case.query.get(SESSION, ())
    found = case.values.get(SESSION) or (values[0] if len(values) == 1 else "")
    return None if not found.strip() or is_variable(found) else found


def judge(case: Case) -> None:
    """Note what is wrong with the parameters of a call."""
    if case.call.is_bare:
        for name in case.judged.segments:
            if name.startswith("{"):
                case.notes.leave(in_path(name[1:-1]), "a body alone shows no path")
        return
    for name, value in case.values.items():
        _judge_named(case, in_path(name), name, value)
    if case.judged.id == _BY_QUERY:
        _judge_session_query(case)
    else:
        _judge_query(case)
    _judge_headers(case)


def _judge_named(case: Case, place: Place, name: str, value: str) -> None:
    """A parameter that names something."""
    if is_variable(value):
        case.notes.leave(place, f"{value} stands for it")
        return
    found = _unfilled(name, value)
    if found is None:
        return
    if name not in _UNKNOWN:
        case.notes.remark(place, f"{found}: nothing has this name")
        return
    requirement, status, stage = _UNKNOWN[name]
    right = f"the {name} itself"
    case.notes.violate(place, requirement, status, stage, found=found, right=right)


def _unfilled(name: str, value: str) -> str | None:
    pattern = _PLACEHOLDER if name in _UNKNOWN else _TEMPLATE  # callers choose the other ids
    if pattern.fullmatch(value.strip()) or _plain(value) == _plain(name):
        return f"the placeholder {value}"
    if name == SESSION and re.search(r"\s", value):
        return f"a blank within it: {value!r}"
    return None


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower().replace("z", "s"))


def _judge_session_query(case: Case) -> None:
    values = case.query.get(SESSION, ())
    place = in_query(SESSION)
    if len(values) == 1 and values[0].strip():
        _judge_named(case, place, SESSION, values[0])
        return
    found = f"it comes {len(values)} times" if len(values) > 1 else "nothing"
    like = words.near(SESSION, [name for name in case.query if name != SESSION])
    if like and not values:
        found = f"nothing; {like} is not {SESSION}"
    right = "the id of one session, once; better still as the last part of the path"
    case.notes.violate(place, "PRV-AUTH-21", 409, Stage.STATE, found=found, right=right)


def _judge_query(case: Case) -> None:
    for name, values in case.query.items():
        if any(is_variable(each) for each in values):
            case.notes.leave(in_query(name), f"{values[0]} stands for it")
        elif name in case.judged.query_validators:
            _judge_declared(case, name, values)
        else:
            like = words.near(name, case.judged.query_validators)
            if like:
                case.notes.remark(in_query(name), f"{name} is not {like}: nobody reads it")


def _judge_declared(case: Case, name: str, values: tuple[str, ...]) -> None:
    def violate(found: str, right: str) -> None:
        case.notes.violate(in_query(name), "GEN-04", 400, Stage.QUERY, found=found, right=right)

    if len(values) > 1:
        violate(f"it comes {len(values)} times", "once")
        return
    schema, validator = case.judged.query_validators[name]
    is_number = schema.get("type") == "integer" and _WHOLE.fullmatch(values[0])
    value = int(values[0][:LONGEST_NUMBER]) if is_number else values[0]
    for misfit in validator.misfits(value):
        violate(misfit.found, misfit.right)


def _judge_headers(case: Case) -> None:
    for declared in case.judged.parameters:
        look = _HEADERS.get(declared["name"])
        if declared["in"] == "header" and look:
            look(case, declared["name"], bool(declared["required"]))


def _judge_token_header(case: Case, name: str, required: bool) -> None:
    values = case.call.values(name)
    found = ""
    if not values:
        found = "nothing" if required and case.call.lacks(name) else ""
    elif len(values) > 1:
        found = f"it comes {len(values)} times"
    elif not values[0].strip():
        found = "it is empty"
    if found:
        right = "a value, once" if required else "a value, or no such header"
        case.notes.violate(header(name), "CON-TOK-04", 400, Stage.CONTENT, found=found, right=right)


def _judge_tenant(case: Case, name: str, _: bool) -> None:
    values = case.call.values(name)
    client = case.token.text("client_id") if case.token and case.token.is_of_a_sandbox else None
    if not values or any(is_variable(each) for each in values):
        return
    wrong = len(values) > 1 or not values[0].strip()
    if client and not wrong and values[0] != client:
        wrong = not values[0].startswith(f"{client}-") or not values[0][len(client) + 1 :].strip()
    if wrong:
        found = f"it comes {len(values)} times" if len(values) > 1 else repr(values[0])
        right = f"{client or 'the client id'}, perhaps with - and a suffix, once"
        case.notes.violate(header(name), "UB-USER-01", 403, Stage.OWNER, found=found, right=right)


_HEADERS: Mapping[str, Callable[[Case, str, bool], None]] = {
    **dict.fromkeys(
        ("X-Application", "X-Organisation-Id", "X-Company-Id", "X-Nonce", "X-Signature"),
        _judge_token_header,
    ),
    "TenantID": _judge_tenant,
}
