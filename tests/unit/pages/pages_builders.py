"""An overview and a sandbox for the tests of the pages; a builder says only what matters."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sandbank_fixtures import load
from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.api.journal import Journal
from sandbank_server.domain.authorisations import AuthorisationKind, AuthorisationStatus
from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Unknown
from sandbank_server.pages.app import create_pages
from sandbank_server.pages.overview import (
    AccountLine,
    BankLine,
    CallLine,
    Listing,
    Overview,
    SessionLine,
)
from sandbank_server.service.playground import Decision, Visit
from sandbank_server.service.ports import Audience, Sandbox, Token
from sandbank_server.service.return_leg import Homecoming

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class NoIds:
    def new(self) -> str:
        raise NotImplementedError

    def rewind(self) -> None:
        raise NotImplementedError


class NoTokens:
    def issue(self, audience: Audience, claims: Mapping[str, str], lifetime: timedelta) -> str:
        raise NotImplementedError

    def read(self, token: str) -> Token | None:
        raise NotImplementedError


class EmptyDesk:
    """A desk to which nobody comes: it knows no session and no state."""

    def visit(self, authorisation_id: str) -> Visit:
        raise Unknown("CNX-04", "unknown_authorisation", authorisation_id)

    def decide(self, visited: Visit, decision: Decision, identifiers: Collection[str]) -> None:
        raise NotImplementedError

    def homecoming(self, state: str) -> Homecoming:
        raise Unknown("CNX-03", "unknown_state", state)

    def choose(self, home: Homecoming, number: int, requested_start_date: str | None) -> None:
        raise NotImplementedError

    def decline(self, home: Homecoming) -> None:
        raise NotImplementedError


def sandbox_of(world: Mapping[str, object]) -> Sandbox:
    clock = SandboxClock(real=lambda: NOON)
    store = TinyDbStore(clock)
    store.load(world)
    return Sandbox(store=store, clock=clock, ids=NoIds(), tokens=NoTokens(), journal=Journal())


def playground() -> Sandbox:
    return sandbox_of(load("playground"))


def call(**changes: object) -> dict[str, object]:
    return {
        "at": "2026-03-01T12:00:00Z",
        "api": "consumer",
        "operationId": "listBanks",
        "method": "GET",
        "path": "/consumer/v1/banks",
        "status": 200,
    } | changes


def account_line(name: str = "Current account") -> AccountLine:
    return AccountLine(
        bank_account_id="account-1",
        name=name,
        bank="Playground Bank",
        company="One Ltd",
        status=BankAccountStatus.AUTH_REQUIRED,
        transactions=250,
        rules=2,
    )


def overview(
    *, frozen: bool = False, accounts: tuple[AccountLine, ...] = (account_line(),), total: int = 1
) -> Overview:
    bank = BankLine(bank_id="bank-1", name="Playground Bank", country="GBR", provider_id="prov-a")
    session = SessionLine(
        authorisation_id="session-1",
        kind=AuthorisationKind.ONBOARDING,
        provider_id="prov-a",
        status=AuthorisationStatus.EXPIRED,
        expires_at=NOON,
    )
    return Overview(
        now=NOON,
        frozen=frozen,
        banks=Listing(lines=(bank,), total=1),
        accounts=Listing(lines=accounts, total=total),
        sessions=Listing(lines=(session,), total=1),
        calls=(call_line(),),
    )


def call_line(path: str = "/consumer/v1/banks", status: int | None = 403) -> CallLine:
    return CallLine(
        at=NOON,
        method="GET",
        path=path,
        status=status,
        operation_id="listBanks",
        requirement="CON-OFF-08",
    )


def browser(shown: Overview | None = None, owner_token: str | None = None) -> FlaskClient:
    shown = shown or overview()
    return create_pages(lambda: shown, EmptyDesk(), owner_token=owner_token).test_client()


def get_raw(client: FlaskClient, path: str, query: str = "") -> TestResponse:
    """GET a path that the test client would take for another host's."""
    return client.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": query})
