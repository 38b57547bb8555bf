"""What can be wrong with the credentials of a call for a company."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.client import HeaderChanges
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.owner import Owner, moment
from sandbank_conformance.run import Run

LONG_AGO = timedelta(days=400)  # for how long a token is good is not agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Headers or places in the path that make a call wrong."""

    name: str = ""
    headers: HeaderChanges = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)  # what is not as it should be
    status: int = 401
    also: tuple[str, ...] = ()  # what is broken besides when such a call shows or changes a thing


def _token(token: str, *, foreign: bool = False) -> Fault:
    return Fault(
        headers={"Authorization": f"Bearer {token}"},
        status=403 if foreign else 401,
        also=("GEN-05",) if foreign else (),
    )


def _no_token(_: pytest.FixtureRequest) -> Fault:
    return Fault(headers={"Authorization": None})


def _garbled(request: pytest.FixtureRequest) -> Fault:
    draw: Draw = request.getfixturevalue("draw")
    return _token(f"{draw.word()}.{draw.word()}.{draw.word()}")


def _resigned(request: pytest.FixtureRequest) -> Fault:
    """The right token with one letter of its signature replaced, not the last: it has idle bits."""
    token = _right(request)
    other = "A" if token[-9] != "A" else "B"
    return _token(f"{token[:-9]}{other}{token[-8:]}")


def _rewritten(request: pytest.FixtureRequest) -> Fault:
    """The signature is right, but for other claims."""
    head, claims, signature = _parts(request)
    claims["exp"] = int(str(claims.get("exp", 0))) + 86_400
    return _token(f"{head}.{_encoded(claims)}.{signature}")


def _unsigned(request: pytest.FixtureRequest) -> Fault:
    _, claims, _ = _parts(request)
    return _token(f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{_encoded(claims)}.")


def _expired(request: pytest.FixtureRequest) -> Fault:
    run: Run = request.getfixturevalue("run")
    product: Product = request.getfixturevalue("product")
    if run.owner is not None and run.ground.is_ours and not product.access.token:
        return _token(_expired_by(run.owner, product))
    if run.target.consumer is None or not run.target.consumer.expired_token:
        raise NotTestable('an expired token: [consumer] expired-token = "…"')
    return _token(run.target.consumer.expired_token)


def _expired_by(owner: Owner, product: Product) -> str:
    """A token from a time that is over."""
    clock = owner.clock()
    then = moment(clock["now"]) - LONG_AGO
    frozen = clock["frozen"]
    given(owner.call("moveClock", json={"set": then.isoformat(), "frozen": frozen}))
    token = str(given(product.ask_for_token(), "/jwt"))
    given(owner.call("moveClock", json={"set": clock["now"], "frozen": frozen}))
    return token


def _of_provider(request: pytest.FixtureRequest) -> Fault:
    return _token(request.getfixturevalue("provider").token)


def _of_uploader(request: pytest.FixtureRequest) -> Fault:
    return _token(request.getfixturevalue("uploader").token)


def _of_sibling(request: pytest.FixtureRequest) -> Fault:
    return _token(request.getfixturevalue("sibling").token, foreign=True)


def _of_stranger(request: pytest.FixtureRequest) -> Fault:
    return _token(request.getfixturevalue("stranger").token, foreign=True)


def _sibling_in_path(request: pytest.FixtureRequest) -> Fault:
    company = request.getfixturevalue("sibling").access.company
    return Fault(path={"companyId": company}, status=403)


def _stranger_in_path(request: pytest.FixtureRequest) -> Fault:
    """In a long path the organisation alone, in a short one its company."""
    stranger: Product = request.getfixturevalue("stranger")
    is_long = "{organisationId}" in stranger.client.template("listBankAccounts")
    name = "organisationId" if is_long else "companyId"
    return Fault(path={name: stranger.fixed[name]}, status=403)


def _nobody_in_path(request: pytest.FixtureRequest) -> Fault:
    product: Product = request.getfixturevalue("product")
    draw: Draw = request.getfixturevalue("draw")
    return Fault(path={"companyId": draw.alike(product.access.company)}, status=403)


def _longer_in_path(request: pytest.FixtureRequest) -> Fault:
    product: Product = request.getfixturevalue("product")
    return Fault(path={"companyId": f"{product.access.company}0"}, status=403)


def _no_application(_: pytest.FixtureRequest) -> Fault:
    return Fault(headers={"x-application": None}, status=403)


def _other_application(request: pytest.FixtureRequest) -> Fault:
    run: Run = request.getfixturevalue("run")
    if run.target.consumer is None or not run.target.consumer.other_application:
        raise NotTestable('another application: [consumer] other-application = "…"')
    return Fault(headers={"x-application": run.target.consumer.other_application}, status=403)


def _unknown_application(request: pytest.FixtureRequest) -> Fault:
    draw: Draw = request.getfixturevalue("draw")
    product: Product = request.getfixturevalue("product")
    name = f"{draw.word()}.{product.access.application}"
    return Fault(headers={"x-application": name}, status=403)


def _longer_application(request: pytest.FixtureRequest) -> Fault:
    product: Product = request.getfixturevalue("product")
    return Fault(headers={"x-application": f"{product.access.application}.more"}, status=403)


def _right(request: pytest.FixtureRequest) -> str:
    product: Product = request.getfixturevalue("product")
    if len(product.token) < 20:
        raise NotTestable("a token that is long enough to be signed")
    return product.token


def _parts(request: pytest.FixtureRequest) -> tuple[str, dict[str, object], str]:
    try:
        head, claims, signature = _right(request).split(".")
        padded = claims + "=" * (-len(claims) % 4)
        return head, dict(json.loads(base64.urlsafe_b64decode(padded))), signature
    except ValueError as error:
        raise NotTestable(f"a token that is a JWT with readable claims: {error}") from error


def _encoded(part: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


FAULTS: dict[str, Callable[[pytest.FixtureRequest], Fault]] = {
    "no token": _no_token,
    "a garbled token": _garbled,
    "a token with another signature": _resigned,
    "a token with other claims": _rewritten,
    "a token without a signature": _unsigned,
    "an expired token": _expired,
    "a token of the Provider API": _of_provider,
    "a token of the User banking API": _of_uploader,
    "a token of another company": _of_sibling,
    "a token of another organisation": _of_stranger,
    "the path of another company": _sibling_in_path,
    "the path of another organisation": _stranger_in_path,
    "the path of a company that does not exist": _nobody_in_path,
    "the path of a longer company id": _longer_in_path,
    "no x-application": _no_application,
    "another x-application": _other_application,
    "an unknown x-application": _unknown_application,
    "a longer x-application": _longer_application,
}
OF_ANOTHER_API = ("a token of the Provider API", "a token of the User banking API")
# Those that are often judged at each operation by itself, and so forgotten at one of them.
TELLING = (
    "no token",
    "an expired token",
    "a token of another company",
    "the path of another company",
    "no x-application",
)
