"""The fixture `sandbank` as integrators use it: in pytest runs of their own, and in this one."""

import socket
import sys
from datetime import UTC, datetime, timedelta

import pytest
from integration.pytest_runs import SPOILING, make, running

from sandbank_server import pytest_server  # here, so that the runs in this process share it

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("what", SPOILING)
def test_what_a_test_does_is_undone_before_the_next(pytester: pytest.Pytester, what: str) -> None:
    make(pytester, SPOILING[what], times=3)

    pytester.runpytest_inprocess().assert_outcomes(passed=3)


def test_a_test_that_fails_leaves_nothing_behind_either(pytester: pytest.Pytester) -> None:
    make(pytester, "assert disconnect(sandbank) == 204 and n == 1", times=2)

    pytester.runpytest_inprocess().assert_outcomes(failed=1, passed=1)


def test_a_world_is_dated_from_the_start_of_its_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = """
    session = sandbank.control("GET", "/authorisations/0e000000-0000-4000-8000-000000000001")
    left = datetime.fromisoformat(session["expiresAt"]) - sandbank.now()
    assert timedelta(minutes=19) < left <= timedelta(minutes=20)
    """
    make(pytester, body, times=3)
    starts = (datetime.now(UTC) + timedelta(minutes=minutes) for minutes in (0, 5, 3))
    monkeypatch.setattr(pytest_server, "real_time", lambda: next(starts))

    pytester.runpytest_inprocess().assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("world", "held"), [("playground", (2, 8)), ("empty", (2, 0)), ("mine.json", (1, 0))]
)
def test_the_nearest_marker_names_the_world(
    pytester: pytest.Pytester, world: str, held: tuple[int, int]
) -> None:
    body = f"""
    world = sandbank.control("GET", "/world")
    assert (len(world["applications"]), len(world["bankAccounts"])) == {held}
    """
    other = "empty" if world == "playground" else "playground"
    marker = "pytest.mark.sandbank(world={!r})"
    mark = f"pytestmark = {marker.format(other)}\n@{marker.format(world)}"
    make(pytester, body, times=2, mark=mark, name="sub/test_it")
    mine = pytester.path / "sub" / "mine.json"
    mine.write_text('{"applications": [{"applicationId": "mine"}]}')

    pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=2)


def test_worlds_take_turns(pytester: pytest.Pytester) -> None:
    body = "assert len(sandbank.control('GET', '/world')['bankAccounts']) == held"
    turns = [
        f"pytest.param({held}, marks=pytest.mark.sandbank(world='{world}'))"
        for held, world in ((8, "playground"), (0, "empty"), (8, "playground"))
    ]
    mark = f"@pytest.mark.parametrize('held', [{', '.join(turns)}])"
    make(pytester, body, times=2, mark=mark, arguments="held")

    pytester.runpytest_inprocess().assert_outcomes(passed=6)


def test_a_token_outlives_its_test_as_it_outlives_a_reset(pytester: pytest.Pytester) -> None:
    body = """
    headers = SEEN.pop() if SEEN else sandbank.upload_headers()
    SEEN.append(headers)
    accounts = f"{sandbank.user_banking_url}/users/user-1/banking/accounts"
    assert httpx.get(accounts, headers=headers).status_code == 200
    sandbank.control("PUT", "/snapshots/mine")
    """
    make(pytester, body, times=2, mark="SEEN = []")

    pytester.runpytest_inprocess().assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("world='emtpy'", "*did you mean 'empty'*"),
        ("word='empty'", "*expected @pytest.mark.sandbank(world=NAME or FILE)*"),
        ("world='none.yaml'", "*none.yaml*No such file*"),
        ("world='wrong.json'", "*  /banks/0/name: is required"),
    ],
)
def test_a_wrong_marker_fails_its_test_alone_and_says_why(
    pytester: pytest.Pytester, arguments: str, message: str
) -> None:
    make(pytester, "pass", mark=f"@pytest.mark.sandbank({arguments})", name="test_wrong")
    make(pytester, "assert disconnect(sandbank) == 204", name="test_right")
    (pytester.path / "wrong.json").write_text('{"banks": [{}]}')

    result = pytester.runpytest_inprocess("test_wrong.py", "test_right.py")

    result.assert_outcomes(errors=1, passed=1)
    result.stdout.fnmatch_lines([message])
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_one_server_serves_a_run_and_nothing_holds_up_its_end(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: dict[socket.socket, int] = {}  # begun and never ended
    monkeypatch.setattr(pytest_server, "calls", calls, raising=False)
    body = """
    port = int(sandbank.url.rpartition(":")[2])
    call = socket.create_connection(("127.0.0.1", port))
    call.send(b"POST /_sandbox/reset HTTP/1.1\\r\\nHost: [::1]\\r\\nContent-Length: 9\\r\\n\\r\\n")
    sys.modules["sandbank_server.pytest_server"].calls[call] = port
    """
    make(pytester, body, times=2)

    pytester.runpytest_inprocess().assert_outcomes(passed=2)

    one, other = calls.values()
    assert one == other
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", one))
    for call in calls:
        call.close()


def test_a_run_that_asks_for_no_sandbox_loads_none(pytester: pytest.Pytester) -> None:
    listing = "from pathlib import Path\nimport sys\n"
    pytester.makepyfile(
        listing + "def test_it(): Path('loaded').write_text('\\n'.join(sys.modules))"
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
    loaded = set((pytester.path / "loaded").read_text().split())

    pytester.runpytest_subprocess("-p", "no:sandbank").assert_outcomes(passed=1)

    without = set((pytester.path / "loaded").read_text().split())
    assert loaded - without == {"sandbank_server", "sandbank_server.pytest_plugin"}


def test_where_warnings_are_errors_there_are_none(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = """
    assert disconnect(sandbank) == 204
    for headers in (sandbank.provider_headers(), sandbank.upload_headers()):
        httpx.get(sandbank.user_banking_url + "/users/user-1/banking/accounts", headers=headers)
        httpx.patch(sandbank.provider_url + "/authorisations/none", headers=headers)
    for page in ("/", "/_docs/consumer"):
        assert httpx.get(sandbank.url + page).status_code == 200
    sandbank.control("PUT", "/snapshots/mine")
    """
    make(pytester, body, times=2)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # others may warn as they like
    plugin = ["-p", "sandbank_server.pytest_plugin"]

    result = pytester.run(sys.executable, "-W", "error", "-m", "pytest", "-W", "error", *plugin)

    result.assert_outcomes(passed=2)


def test_processes_side_by_side_have_a_sandbox_each(pytester: pytest.Pytester) -> None:
    body = """
    assert disconnect(sandbank) == 204
    mine, other = (Path(f"{name}{n}") for name in NAMES)
    mine.touch()
    give_up = time.monotonic() + 30
    while not other.exists() and time.monotonic() < give_up:
        time.sleep(0.01)
    assert other.exists() and len(sandbank.notifications()) == 1
    """
    for names in (["one", "two"], ["two", "one"]):
        make(pytester, body, times=5, mark=f"NAMES = {names}", name=f"test_{names[0]}")

    with running(pytester, "test_one.py") as one, running(pytester, "test_two.py") as two:
        printed = [run.communicate(timeout=90)[0] for run in (one, two)]

    assert ["5 passed" in text for text in printed] == [True, True], printed


def test_the_log_handlers_of_a_run_stay_open(pytester: pytest.Pytester) -> None:
    body = """
    assert HANDLER.stream is not None
    sandbank.now()
    n and HANDLER.close()
    """
    mark = "import logging; HANDLER = logging.FileHandler('log')"
    make(pytester, body, times=2, mark=mark)

    pytester.runpytest_inprocess().assert_outcomes(passed=2)
