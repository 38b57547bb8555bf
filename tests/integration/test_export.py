"""`sandbank export`: what a file holds, or what a sandbox begins with, as readable JSON."""

import json
import sqlite3
from pathlib import Path

import pytest
from served import PRODUCT, bank_account, serving

from sandbank_server.cli import main
from sandbank_server.settings import Settings


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The file of a sandbox in which an account was disconnected."""
    path = tmp_path / "bank.db"
    with serving(Settings(port=0, db=path)) as served:
        path_of = "/consumer/v1/0b000000-0000-4000-8000-000000000001/bankaccounts"
        headers = served.product_headers()
        answer = served.call("DELETE", f"{path_of}/{bank_account(1)}", headers=headers)
        assert answer.status_code == 204
    return path


def failure(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What an export that fails says."""
    assert main(["export", *arguments]) == 2
    return capsys.readouterr().err


def test_what_a_file_holds_begins_another_sandbox_that_holds_the_same(
    db: Path, tmp_path: Path
) -> None:
    exported = tmp_path / "world.json"

    assert main(["export", str(exported), "--db", str(db)]) == 0

    with serving(Settings(port=0, db=db)) as served:
        before = served.world()
    with serving(Settings(port=0, world=str(exported))) as served:
        assert served.world() == before == json.loads(exported.read_text("utf-8"))
        served.call("POST", "/_sandbox/reset")
        assert served.world() == before
    assert exported.stat().st_mode & 0o777 == 0o600


def test_a_person_can_read_it_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "-"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert f'  {{"applicationId": "{PRODUCT}"}},' in lines
    assert '"applications": [' in lines


def test_another_world_can_be_taken_for_a_beginning(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"

    assert main(["export", str(file), "--world", "empty"]) == 0

    world = json.loads(file.read_text())
    assert world["applications"]
    assert world["bankAccounts"] == []


def test_a_file_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bnak.db"

    assert f"{path}: there is no such file" in failure(capsys, "-", "--db", str(path))

    assert list(tmp_path.iterdir()) == []


def test_where_it_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    said = failure(capsys, "/nowhere/world.json")

    assert "/nowhere/world.json: cannot be written: No such file or directory" in said


def test_the_file_of_a_running_sandbox_is_left_alone(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(Settings(port=0, db=db)):
        said = failure(capsys, "-", "--db", str(db))

    assert "is in use by another process" in said
    assert "/_sandbox/world" in said


def test_from_a_damaged_file_everything_else_can_be_saved(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE companies SET document = '{}' WHERE rank = 2")
    connection.close()
    file = str(tmp_path / "world.json")

    assert "companies row 2: is not what was written there" in failure(
        capsys, file, "--db", str(db)
    )
    assert main(["export", file, "--db", str(db), "--skip-damaged"]) == 0

    assert capsys.readouterr().err == "left out: companies row 2: is not what was written there\n"
    world = json.loads(Path(file).read_text())
    assert len(world["companies"]) == 2
    assert len(world["bankAccounts"]) == 8
