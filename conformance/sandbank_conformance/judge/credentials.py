"""The credentials of a call: there, once, of the right form. Whether they count, nobody sees."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sandbank_conformance.judge import bearers, words
from sandbank_conformance.judge.cases import Case, header
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.operations import REPORTS
from sandbank_conformance.judge.veils import is_masked

KEY, BEARER, APPLICATION = "x-api-key", "Authorization", "x-application"
_TOKEN_CALLS = {
    "provider": "the access_token of POST /oauth/token",
    "consumer": "the jwt of GET /accesstoken",
    "user_banking": "the access_token of POST /auth",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """A header that an operation asks for, and what a wrong one is answered with."""

    name: str
    requirement: str
    status: int


def demands(case: Case) -> list[Demand]:
    """What the operation asks for, in the order in which it is judged."""
    schemes = case.judged.schemes
    if "providerKey" in schemes:
        if case.judged.id in REPORTS:
            return [Demand(KEY, "PRV-AUTH-03", 403), Demand(BEARER, "PRV-AUTH-04", 403)]
        return [Demand(KEY, "PRV-ACC-01", 403), Demand(BEARER, "PRV-ACC-01", 401)]
    if "companyToken" in schemes:
        return [Demand(BEARER, "CON-OFF-08", 401), Demand(APPLICATION, "CON-OFF-08", 403)]
    if "application" in schemes:
        return [Demand(APPLICATION, "CON-APP-01", 403)]
    return [Demand(BEARER, "UB-DEL-06", 401)] if "uploadToken" in schemes else []


def judge(case: Case) -> None:
    """Note what is wrong with the credentials of a call."""
    asked = demands(case)
    if asked and case.call.is_bare:
        case.notes.leave(header(""), "a body alone shows no headers")
        return
    for demand in asked:
        value = _shown(case, demand)
        if value is None:
            continue
        if demand.name == BEARER:
            _judge_bearer(case, demand, value)
        elif value.strip("\"' ") != value:
            told = "in quotes, which are sent with it"
            case.notes.remark(header(demand.name), told)


def _shown(case: Case, demand: Demand) -> str | None:
    """The value of a header that is there once; what else there is to say of it is noted."""
    values = case.call.values(demand.name)
    place = header(demand.name)
    if not values and not case.call.lacks(demand.name):
        case.notes.leave(place, "is not in the capture; it may have been left out of it")
    elif len(values) != 1 or not values[0].strip():
        _violate(case, demand, _wrong(case, demand, len(values)))
    elif is_masked(_secret(values[0])):
        case.notes.leave(place, "is masked, or a variable or placeholder stands for it")
    else:
        return values[0].strip()
    return None


def _wrong(case: Case, demand: Demand, times: int) -> str:
    """Why there is no value: none was sent, several were, or an empty one."""
    if times:
        return "it is empty" if times == 1 else f"it comes {times} times"
    like = words.near(demand.name, [name for name, _ in case.call.headers])
    return f"nothing; {like} is not {demand.name}" if like else "nothing"


def _secret(value: str) -> str:
    """The part of a header's value that may be masked."""
    scheme, _, rest = value.strip().partition(" ")
    return rest.strip() if rest and scheme.isalpha() else value


def _judge_bearer(case: Case, demand: Demand, value: str) -> None:
    scheme, _, token = value.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer":
        found = f"the scheme {scheme}" if token else "a bare token, without the word Bearer"
        _violate(case, demand, found)
    elif not bearers.FORM.fullmatch(token):
        _violate(case, demand, f"a token with {_odd(token)} in it" if token else "no token")
    else:
        case.token = bearers.read(token)
        expiry = case.token.expiry if case.token else None
        if expiry:
            told = f"the token counts until {expiry}; whether it did then is not held against it"
            case.notes.leave(header(BEARER), told)
        for found in _foreign(case):
            status = 403 if case.judged.api == "provider" else demand.status
            _violate(case, replace(demand, status=status), found)


def _foreign(case: Case) -> Iterator[str]:
    """Whether a sandbox gave the token for another of its APIs."""
    token = case.token
    own = f"sandbank/{case.judged.api.replace('_', '-')}"
    if token and token.is_of_a_sandbox and token.text("aud") not in (None, own):
        yield f"a token for {token.text('aud')}"


def _odd(token: str) -> str:
    odd = next((each for each in token if not bearers.FORM.fullmatch(each)), "=")
    return "a blank" if odd.isspace() else f"the character {odd}"


def _violate(case: Case, demand: Demand, found: str) -> None:
    right = {
        KEY: "the key that the Banking Service gave you, once",
        APPLICATION: "the id of your application, once",
        BEARER: f"Bearer, a blank, and {_TOKEN_CALLS[case.judged.api]}, once",
    }[demand.name]
    case.notes.violate(
        header(demand.name),
        demand.requirement,
        demand.status,
        Stage.CREDENTIALS,
        found=found,
        right=right,
    )
