"""Every status that a document promises is given by some call; strict mode sees to the rest."""

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from served import Served, disk_lost, serving, session
from wire_calls import CALLS, OPERATIONS, OWNER_TOKEN, TOLD, credentials, send
from wire_provokers import SPECIFIC, provoke

from sandbank_server.settings import Settings

PAIRS = [
    (name, status)
    for name, operation in OPERATIONS.items()
    for status in operation.statuses
    if status != 503 and not (operation.api == "control" and status == 401)
]
UNSAVED = [
    name
    for name, operation in OPERATIONS.items()
    if 503 in operation.statuses and name != "moveClock"  # it writes only what falls due
]
GUARDED = [
    name
    for name, operation in OPERATIONS.items()
    if operation.api == "control" and 401 in operation.statuses
]


@pytest.fixture(scope="module")
def guarded() -> Iterator[Served]:
    settings = Settings(host="0.0.0.0", port=0, seed=7, strict=True)
    with serving(settings.guarded_by(OWNER_TOKEN)) as served:
        yield served


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("lost")
    with serving(Settings(port=0, seed=7, strict=True, db=folder / "bank.db")) as served:
        served.control("POST", "/clock", json={"set": "2026-03-01T12:00:00Z", "frozen": True})
        for caller in ("provider", "product", "upload"):
            credentials(served, caller)
        report = f"/provider/v1/authorisations/{session(6)}"
        assert send(served, "reportAuthorisation", path=report).status_code == 204
        assert send(served, "beginLinking").status_code == 302
        told = {kind: [*served.world()[kind], *TOLD[kind]] for kind in TOLD}
        assert send(served, "putWorld", json={**served.world(), **told}).status_code == 204
        assert send(served, "takeSnapshot").is_success
        with disk_lost(served, folder):
            yield served


def test_there_is_a_good_call_for_every_operation() -> None:
    assert set(CALLS) == set(OPERATIONS)
    assert {name for name, _ in SPECIFIC} <= set(OPERATIONS)


@pytest.mark.parametrize(("operation_id", "status"), PAIRS)
def test_a_documented_status_is_given(sandbox: Served, operation_id: str, status: int) -> None:
    response = provoke(sandbox, operation_id, status)

    assert response.status_code == status, response.text


@pytest.mark.parametrize("operation_id", GUARDED)
def test_a_control_call_beyond_loopback_needs_the_token(guarded: Served, operation_id: str) -> None:
    without = provoke(guarded, operation_id, 401)

    assert without.status_code == 401
    assert without.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation_id", UNSAVED)
def test_a_failing_disk_refuses_what_writes(failing: Served, operation_id: str) -> None:
    before = failing.world()

    response = provoke(failing, operation_id, 503)

    assert response.status_code == 503, response.text
    assert response.headers["retry-after"] == "1"
    assert failing.world() == before


def test_what_falls_due_on_a_failing_disk_refuses_the_move(tmp_path: Path) -> None:
    folder = tmp_path / "lost"
    folder.mkdir()
    with serving(Settings(port=0, seed=7, strict=True, db=folder / "bank.db")) as served:
        user = {"type": "person", "automaticAnalysis": "active", "expiresIn": 60}
        assert send(served, "createUser", json=user).status_code == 201
        with disk_lost(served, folder):
            response = send(served, "moveClock", json={"advance": "PT2M"})

    assert response.status_code == 503


READS = [n for n, o in OPERATIONS.items() if o.method == "GET" and 503 not in o.statuses]


@pytest.mark.parametrize("operation_id", READS)
def test_a_failing_disk_lets_everybody_read_on(failing: Served, operation_id: str) -> None:
    assert send(failing, operation_id, after=()).status_code == 200


def test_the_call_that_finds_the_disk_failing_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "lost"
    folder.mkdir()
    with serving(Settings(port=0, seed=7, strict=True, db=folder / "bank.db")) as served:
        served.control("POST", "/clock", json={"set": "2026-03-01T12:00:00Z", "frozen": True})
        user = {"type": "person", "automaticAnalysis": "active", "expiresIn": 60}
        assert send(served, "createUser", json=user).status_code == 201
        before = served.world(), served.control("GET", "/clock")
        away = folder.rename(tmp_path / "away")

        response = send(served, "moveClock", json={"advance": "PT2M", "frozen": False})

        assert response.status_code == 503
        assert (served.world(), served.control("GET", "/clock")) == before
        away.rename(folder)


def test_once_the_disk_is_back_writing_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "lost"
    folder.mkdir()
    with serving(Settings(port=0, seed=7, strict=True, db=folder / "bank.db")) as served:
        with disk_lost(served, folder):
            assert send(served, "createUser").status_code == 503

        statuses = islice(_until_created(served), 100)

        assert 201 in statuses


def _until_created(served: Served) -> Iterator[int]:
    while True:
        time.sleep(0.1)  # it looks at the disk once a second
        yield send(served, "createUser").status_code
