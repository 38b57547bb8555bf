"""One fault in a call that was right: what it is, and where it has to be found."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from drafts import Draft

from sandbank_conformance.judge.bodies.places import Lines, Position, pointer
from sandbank_conformance.judge.cases import SessionKind

Path = tuple[str | int, ...]

_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A call with one fault in it."""

    draft: Draft
    name: str
    place: str = ""  # as in `PRV-AUTH-16 /data/status`, without the rule
    position: Position | None = None  # of a slip in the text of the body


Mutation = Callable[[Draft, Random], Fault | None]


def fault_in(draft: Draft, random: Random) -> Fault:
    """The call with one fault."""
    while True:
        mutation = random.choice(_ALL)
        fault = mutation(draft, random)
        if fault is not None:
            return fault


def _without(draft: Draft, name: str) -> Draft:
    kept = tuple(each for each in draft.headers if each[0].lower() != name.lower())
    return replace(draft, headers=kept)


def _with(draft: Draft, name: str, value: str) -> Draft:
    return replace(draft, headers=(*_without(draft, name).headers, (name, value)))


def _has(draft: Draft, name: str) -> bool:
    return any(each.lower() == name.lower() for each, _ in draft.headers)


def _is_report(draft: Draft) -> bool:
    return draft.kind is not None


def _key(draft: Draft, random: Random) -> Fault | None:
    """A credential that names its owner is empty or comes twice."""
    name = random.choice(["x-api-key", "x-application"])
    is_demanded = _has(draft, "authorization")
    if not _has(draft, name) or not is_demanded:
        return None
    twice = replace(draft, headers=(*draft.headers, (name, draft.header(name))))
    made = random.choice([_with(draft, name, ""), twice])
    return Fault(draft=made, name="key", place=f"header {name}")


def _token(draft: Draft, random: Random) -> Fault | None:
    if not _has(draft, "authorization"):
        return None
    token = draft.header("authorization").partition(" ")[2]
    values = [token, f"Basic {token}", "Bearer", f'Bearer "{token}"', f"Bearer {token} x"]
    made = _with(draft, "Authorization", random.choice(values))
    return Fault(draft=made, name="token", place="header Authorization")


def _media_type(draft: Draft, random: Random) -> Fault | None:
    if draft.value is None:
        return None
    values = ["text/plain", "application/json; charset=latin1", "application/xml"]
    made = random.choice([_without(draft, "content-type"), _typed(draft, random.choice(values))])
    return Fault(draft=made, name="media type", place="header Content-Type")


def _typed(draft: Draft, value: str) -> Draft:
    return _with(draft, "Content-Type", value)


def _method(draft: Draft, _: Random) -> Fault | None:
    return Fault(draft=replace(draft, method="TRACE"), name="method", place="request method")


def _path(draft: Draft, _: Random) -> Fault | None:
    if "?" in draft.url or not re.search("/(provider/v1|consumer/v1|user-banking)/", draft.url):
        return None
    return Fault(draft=replace(draft, url=f"{draft.url}/"), name="path", place="path")


def _id(draft: Draft, random: Random) -> Fault | None:
    if not _is_report(draft) or "?" in draft.url:
        return None
    wrong = random.choice(["%7BauthorisationId%7D", ":id", "undefined", "0e00%20", "%3Cid%3E"])
    url = f"{draft.url.rpartition('/')[0]}/{wrong}"
    return Fault(draft=replace(draft, url=url), name="id", place="path authorisationId")


def _kind(draft: Draft, _: Random) -> Fault | None:
    """The report is right for a session of the other kind."""
    if not _is_report(draft):
        return None
    other = next(each for each in SessionKind if each is not draft.kind)
    data = draft.value["data"]
    if other is SessionKind.ONBOARDING and data["status"] == "failure":
        return None
    if other is SessionKind.REAUTHORISATION and not data.get("bankAccounts"):
        return None
    return Fault(draft=replace(draft, kind=other), name="kind", place="/data/bankAccounts")


def _dropped(draft: Draft, random: Random) -> Fault | None:
    """A member that is needed is missing."""
    places = [path for path, _ in _values(draft.value) if path and path[-1] in _NEEDED]
    if not places:
        return None
    path = random.choice(places)
    return _replaced(draft, random, path, ..., "dropped")


def _wrong_type(draft: Draft, random: Random) -> Fault | None:
    """A value is of another type."""
    places = [(path, value) for path, value in _values(draft.value) if path and _is_typed(path)]
    if not places:
        return None
    path, value = random.choice(places)
    others = [None, True, {"a": 1}, [[]], 12, "12"]
    clears = path[-1] == "purpose"  # as null does in a change
    fitting = [each for each in others[clears:] if not _same_type(each, value)]
    return _replaced(draft, random, path, random.choice(fitting), "type")


def _blank(draft: Draft, random: Random) -> Fault | None:
    places = [path for path, value in _values(draft.value) if path and path[-1] in _TEXTS]
    if not places:
        return None
    made = random.choice(["", " ", "\t\u00a0"])
    return _replaced(draft, random, random.choice(places), made, "blank")


def _same_type(one: Any, other: Any) -> bool:
    numbers = (int, float)
    if isinstance(one, numbers) and isinstance(other, numbers):
        return not isinstance(one, bool)
    return type(one) is type(other)


def _replaced(draft: Draft, random: Random, path: Path, value: Any, name: str) -> Fault:
    changed = json.loads(json.dumps(draft.value))
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    if value is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    text = json.dumps(changed, indent=random.choice([None, 2]), ensure_ascii=False)
    made = replace(draft, value=changed, text=text)
    return Fault(draft=made, name=name, place=pointer(path))


_NEEDED = frozenset(
    {
        "data",
        "uniqueId",
        "datePosted",
        "transactionType",
        "accountDetails",
        "status",
        "bankAccountExternalId",
        "accountName",
        "bankIdentifier",
        "branchIdentifier",
        "accountIdentifier",
        "transactionId",
        "amount",
        "bookingDate",
        "currency",
        "type",
        "ids",
        "bankId",
        "ruleName",
        "ruleConditions",
        "ruleActions",
        "ruleField",
        "ruleOperation",
        "ruleCriteria",
        "splitPercentage",
        "automaticAnalysis",
        "client_id",
        "client_secret",
        "audience",
        "grant_type",
    }
)
_TEXTS = frozenset(
    {
        "bankAccountExternalId",
        "accountName",
        "bankIdentifier",
        "branchIdentifier",
        "accountIdentifier",
        "transactionId",
        "bankId",
        "ruleName",
        "client_id",
        "client_secret",
        "audience",
        "accountNumber",
        "uniqueId",
    }
)
_UNTYPED = frozenset({"securities", "note", "a", "isin", "bookingDate", "valueDate", "accountId"})


def _is_typed(path: Path) -> bool:
    return not _UNTYPED.intersection(map(str, path)) and path[0] != "ruleConditions"


def _values(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("note", "securities") or (name == "currency" and "bookingDate" in value):
                continue
            yield from _values(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values(inner, (*path, number))


def _contradiction(draft: Draft, random: Random) -> Fault | None:
    """A statement says one thing here and another there."""
    if not draft.url.endswith("/statements"):
        return None
    data, first = draft.value["data"], ("data", "transactionDetails", 0)
    posting = data["transactionDetails"][0]
    count = ("data", "expected", "transactionDetailsCount")
    wrong: list[tuple[Path, Any]] = [
        (count, len(data["transactionDetails"]) + 1),
        ((*first, "datePosted"), "2998-12-31"),
        ((*first, "bankAccountId"), "0d000000-0000-4000-8000-000000000001"),
        (("data", "accountDetails"), []),
        (("data", "accountDetails", 0, "status"), "authRequired"),
    ]
    if posting["transactionAmount"]:
        other = "DEBIT" if posting["transactionType"] == "CREDIT" else "CREDIT"
        wrong.append(((*first, "transactionType"), other))
    if len(data["transactionDetails"]) > 1:
        wrong.append((("data", "transactionDetails", 1, "uniqueId"), posting["uniqueId"]))
    return _replaced(draft, random, *random.choice(wrong), "contradiction")


def _slip(draft: Draft, random: Random) -> Fault | None:
    """The text of the body is no JSON any more."""
    if draft.value is None:
        return None
    return random.choice(_SLIPS)(draft, random)


def _broken(draft: Draft, text: str, offset: int, name: str) -> Fault:
    position = Lines(text).position(offset)
    return Fault(draft=replace(draft, text=text), name=name, position=position)


def _tokens(draft: Draft, wanted: str) -> list[re.Match[str]]:
    return [each for each in _STRUCTURE.finditer(draft.text) if each[0][0] in wanted]


def _lost_sign(sign: str) -> Mutation:
    def lose(draft: Draft, random: Random) -> Fault | None:
        found = _tokens(draft, sign)
        if not found:
            return None
        at = random.choice(found).start()
        text = draft.text[:at] + draft.text[at + 1 :]
        return _broken(draft, text, at, f"lost {sign}")

    return lose


def _trailing_comma(draft: Draft, random: Random) -> Fault | None:
    text = draft.text
    ends = [m.start() for m in _tokens(draft, "}]") if text[: m.start()].rstrip()[-1] not in "{["]
    at = len(text[: random.choice(ends)].rstrip())
    return _broken(draft, f"{text[:at]},{text[at:]}", at, "trailing comma")


def _cut(draft: Draft, random: Random) -> Fault | None:
    """The closing brackets at the end are lost, some or all."""
    text = draft.text.rstrip()
    closing = re.search(r"[}\]\s]+$", text)
    assert closing is not None
    lost = random.randrange(closing.start(), len(text))
    text = text[:lost].rstrip()
    return _broken(draft, text, len(text), "cut")


def _one_more(draft: Draft, _: Random) -> Fault | None:
    return _broken(draft, f"{draft.text}}}", len(draft.text), "one more")


def _second(draft: Draft, _: Random) -> Fault | None:
    return _broken(draft, f"{draft.text}\n{draft.text}", len(draft.text) + 1, "second")


def _other_quotes(draft: Draft, random: Random) -> Fault | None:
    plain = [m for m in _tokens(draft, '"') if not re.search(r"[\\']", m[0]) and len(m[0]) > 2]
    match = random.choice(plain)
    opening, closing = random.choice(["''", "\u201c\u201d", "``"])
    before, behind = draft.text[: match.start()], draft.text[match.end() :]
    text = f"{before}{opening}{match[0][1:-1]}{closing}{behind}"
    return _broken(draft, text, match.start(), "quotes")


def _comment(draft: Draft, random: Random) -> Fault | None:
    at = random.choice(_tokens(draft, "{[,")).end()
    comment = random.choice(["/* why */", "// why\n", "# why\n"])
    return _broken(draft, f"{draft.text[:at]} {comment}{draft.text[at:]}", at + 1, "comment")


def _bare_word(draft: Draft, random: Random) -> Fault | None:
    values = [
        match for match in _tokens(draft, '"') if draft.text[: match.start()].rstrip().endswith(":")
    ]
    if not values:
        return None
    match, word = random.choice(values), random.choice(["NaN", "None", "undefined", "-Infinity"])
    text = f"{draft.text[: match.start()]}{word}{draft.text[match.end() :]}"
    return _broken(draft, text, match.start(), "word")


def _key_twice(draft: Draft, _: Random) -> Fault | None:
    if not isinstance(draft.value, dict):
        return None
    first = draft.text.index('"')
    key = re.compile(r'"[^"]*"').match(draft.text, first)
    assert key is not None
    text = f"{draft.text[:first]}{key[0]}: 1, {draft.text[first:]}"
    return _broken(draft, text, first + len(key[0]) + 5, "key twice")


_SLIPS: list[Mutation] = [
    _lost_sign(","),
    _lost_sign(":"),
    _trailing_comma,
    _cut,
    _one_more,
    _second,
    _other_quotes,
    _comment,
    _bare_word,
    _key_twice,
]
_ALL: list[Mutation] = [
    _key,
    _token,
    _media_type,
    _method,
    _path,
    _id,
    _kind,
    _contradiction,
    *[_dropped] * 3,
    *[_wrong_type] * 3,
    *[_blank] * 2,
    *[_slip] * 6,
]
