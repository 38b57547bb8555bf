"""Without a good token nothing is read, made, uploaded, changed or deleted."""

import base64
from collections.abc import Callable
from functools import partial

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure_refused, ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.suite.user_banking.attempts import (
    Attempt,
    acts,
    reads,
    telling,
    writes,
)
from sandbank_conformance.suite.user_banking.looks import ensure_untouched
from sandbank_conformance.suite.user_banking.rows import Row
from sandbank_conformance.uploads import USER, Upload, Uploads

Spoil = Callable[[str, Draw], str | None]  # from a good token to an Authorization header
KeepOut = Callable[..., list[Exchange]]

OURS = ("getAccount", "changeTransactionsAlias")  # calls that other servers need not have
TOO_OLD = "P400D"  # for how long a token is good is not agreed


def _wrongly_signed(token: str, _: Draw) -> str:
    head, _dot, signature = token.rpartition(".")
    middle = len(signature) // 2  # the last letter of base64 may stand for no bit at all
    other = "A" if signature[middle] != "A" else "B"
    return f"Bearer {head}.{signature[:middle]}{other}{signature[middle + 1 :]}"


def _unsigned(token: str, _: Draw) -> str:
    if token.count(".") != 2:
        raise NotTestable("tokens that are JWTs: those of this target are not")
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"Bearer {head}.{token.split('.')[1]}."


def _basic(_: str, draw: Draw) -> str:
    return "Basic " + base64.b64encode(f"{draw.word()}:{draw.word()}".encode()).decode()


BAD = [
    pytest.param(lambda *_: None, id="no token"),
    pytest.param(_wrongly_signed, id="a wrongly signed token"),
]
WORSE = [
    pytest.param(lambda _, draw: f"Bearer {draw.word(40)}", id="a garbled token"),
    pytest.param(_unsigned, id="a token that says it is not signed"),
    pytest.param(_basic, id="a name and a word for a token"),
    pytest.param(lambda _, draw: f"Token {draw.word(40)}", id="another scheme"),
]


def _ensure_401(answer: Exchange) -> None:
    """401, or that there is no such call, where it is not a documented one."""
    missing = (404, 405) if answer.operation_id in OURS else ()
    ensure_status(answer, 401, *missing)


def _bearer(token: str) -> dict[str, str | None]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def keep_out(uploader: Uploader, uploads: Uploads, draw: Draw) -> KeepOut:
    """Makes calls with wrong headers, and sees that nothing was done; the answers."""

    def everything(upload: Upload) -> list[Attempt]:
        return [
            *reads(upload),
            Attempt("createUser", (), USER),
            Attempt("listUsers", ()),
            *writes(upload, uploads, draw),
            Attempt("deleteUser", (upload.user,)),
        ]

    def few(upload: Upload) -> list[Attempt]:
        return telling(everything(upload))

    def keep(
        headers: dict[str, str | None], *, some: bool = False, also: tuple[str, ...] = ()
    ) -> list[Exchange]:
        hold = partial(ensure_untouched, also=also)
        row = Row(keeper=uploader, make=lambda: uploads.account(draw), hold=hold)
        calls = acts(few if some else everything, lambda each: each.by(uploader, headers))
        return list(row.ensure_kept(calls).values())

    return keep


@smoke
@pytest.mark.parametrize("spoil", BAD)
@requirement("UB-DEL-06")
def test_without_a_good_token_every_call_answers_401(
    uploader: Uploader, draw: Draw, keep_out: KeepOut, spoil: Spoil
) -> None:
    header = {"Authorization": spoil(uploader.token, draw)}

    for answer in keep_out(header):
        _ensure_401(answer)


@pytest.mark.parametrize("spoil", WORSE)
@requirement("UB-DEL-06")
def test_without_a_good_token_calls_answer_401(
    uploader: Uploader, draw: Draw, keep_out: KeepOut, spoil: Spoil
) -> None:
    header = {"Authorization": spoil(uploader.token, draw)}

    for answer in keep_out(header, some=True):
        _ensure_401(answer)


@pytest.mark.parametrize("spoil", BAD)
@requirement("UB-DEL-06")
def test_without_a_good_token_a_user_that_nobody_has_answers_401(
    uploader: Uploader, uploads: Uploads, draw: Draw, spoil: Spoil
) -> None:
    header = {"Authorization": spoil(uploader.token, draw)}
    nobodys = Upload(
        user=draw.uuid(), account=draw.word(), number=draw.digits(), transactions=(draw.word(),)
    )
    calls = [*reads(nobodys), *writes(nobodys, uploads, draw)]

    for each in [*calls, Attempt("deleteUser", (nobodys.user,))]:
        _ensure_401(each.by(uploader, header))


@requirement("UB-DEL-06")
def test_an_expired_token_answers_401(run: Run, uploader: Uploader, keep_out: KeepOut) -> None:
    header = _bearer(_expired(run, uploader))

    for answer in keep_out(header):
        _ensure_401(answer)


def _expired(run: Run, uploader: Uploader) -> str:
    """A token whose time is over; where the clock can be moved, it moves."""
    api = run.target.user_banking
    if api is not None and api.expired_token:
        return api.expired_token
    if run.owner is None or not run.ground.is_ours:
        raise NotTestable('a token that has expired: [user-banking] expired-token = "…"')
    uploader.renew()
    old = uploader.token
    run.owner.advance(TOO_OLD)
    uploader.renew()
    return old


@pytest.mark.parametrize("caller", ["product", "provider"])
@requirement("UB-DEL-06")
def test_a_token_of_another_api_is_refused(
    request: pytest.FixtureRequest, keep_out: KeepOut, caller: str
) -> None:
    header = _bearer(request.getfixturevalue(caller).token)

    for answer in keep_out(header, some=True, also=("GEN-05",)):
        ensure_refused(answer, also=("GEN-05",))
