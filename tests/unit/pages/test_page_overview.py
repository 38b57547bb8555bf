from dataclasses import asdict, replace
from datetime import timedelta

from pages_builders import NOON, call, playground, sandbox_of

from sandbank_server.domain.authorisations import AuthorisationStatus
from sandbank_server.pages.overview import MOST_CALLS, MOST_SESSIONS, Overview, take_overview
from sandbank_server.service.ports import Sandbox

OPEN_SESSION = "0e000000-0000-4000-8000-000000000001"


def status_of(shown: Overview, authorisation_id: str) -> AuthorisationStatus:
    lines = {line.authorisation_id: line for line in shown.sessions.lines}
    return lines[authorisation_id].status


def with_sessions(sandbox: Sandbox, count: int) -> None:
    model = next(sandbox.store.authorisations.all())
    with sandbox.store.unit_of_work():
        for number in range(count):
            sandbox.store.authorisations.put(replace(model, authorisation_id=f"new-{number}"))


def test_the_overview_counts_what_the_playground_holds() -> None:
    shown = take_overview(playground(), [])

    account = next(line for line in shown.accounts.lines if line.bank_account_id.endswith("1"))
    assert (shown.now, shown.frozen) == (NOON, False)
    assert (shown.banks.total, shown.accounts.total, shown.sessions.total) == (2, 8, 8)
    assert (account.status, account.transactions, account.rules) == ("active", 250, 2)
    assert account.bank == "Playground Bank"


def test_an_open_session_is_shown_as_expired_once_its_time_is_over() -> None:
    sandbox = playground()
    assert status_of(take_overview(sandbox, []), OPEN_SESSION) is AuthorisationStatus.OPEN

    sandbox.clock.advance(timedelta(minutes=20))

    assert status_of(take_overview(sandbox, []), OPEN_SESSION) is AuthorisationStatus.EXPIRED


def test_the_newest_sessions_come_first_and_the_rest_is_counted() -> None:
    sandbox = playground()

    with_sessions(sandbox, MOST_SESSIONS + 5)

    shown = take_overview(sandbox, []).sessions
    assert shown.lines[0].authorisation_id == f"new-{MOST_SESSIONS + 4}"
    assert len(shown.lines) == MOST_SESSIONS
    assert shown.more == 8 + 5


def test_a_name_of_any_length_is_cut() -> None:
    sandbox = playground()
    account = next(sandbox.store.bank_accounts.all())

    sandbox.store.bank_accounts.put(replace(account, account_name="x" * 1_000_000))

    assert len(take_overview(sandbox, []).accounts.lines[0].name) < 200


def test_an_account_whose_bank_and_company_have_left_shows_their_ids() -> None:
    sandbox = playground()
    account = next(sandbox.store.bank_accounts.all())

    sandbox.store.banks.remove(account.bank_id)
    sandbox.store.companies.remove(account.company_id)

    line = take_overview(sandbox, []).accounts.lines[0]
    assert (line.bank, line.company) == (account.bank_id, account.company_id)


def test_a_call_loses_its_query_and_keeps_the_rule_that_refused_it() -> None:
    refused = call(path="/oauth/token?client_secret=s", requirement="PRV-TOK-01", status=401)

    (line,) = take_overview(playground(), [refused]).calls

    assert (line.path, line.requirement, line.status) == ("/oauth/token?…", "PRV-TOK-01", 401)


def test_a_call_that_reached_no_operation_is_shown_without_one() -> None:
    (line,) = take_overview(playground(), [call(operationId=None, status=404)]).calls

    assert (line.operation_id, line.requirement) == ("", "")


def test_a_call_that_got_no_answer_has_no_status() -> None:
    (line,) = take_overview(playground(), [call(status=None)]).calls

    assert line.status is None


def test_the_calls_are_bounded() -> None:
    calls = take_overview(playground(), [call()] * (MOST_CALLS + 1)).calls

    assert len(calls) == MOST_CALLS


def test_an_empty_world_gives_an_empty_overview() -> None:
    shown = take_overview(sandbox_of({}), [])

    assert [listing.total for listing in (shown.banks, shown.accounts, shown.sessions)] == [0] * 3


def test_no_secret_of_the_playground_is_in_the_overview() -> None:
    sandbox = playground()
    store = sandbox.store

    shown = repr(asdict(take_overview(sandbox, [])))

    secrets = [each.signing_key for each in store.organisations.all()]
    secrets += [each.client_secret for each in store.upload_clients.all()]
    for provider in store.providers.all():
        secrets += [provider.client_secret, provider.api_key]
    assert secrets
    assert not [secret for secret in secrets if secret in shown]
