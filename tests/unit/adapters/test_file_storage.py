"""Opening a store's file: it is used by one process, and never changed when it is odd."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from store_builders import (
    file_store,
    held,
    memory_store,
    queried,
    rule,
    rule_ids,
    upload,
    world,
    written,
)

from sandbank_server.adapters import database_file
from sandbank_server.adapters.database_file import DatabaseFile
from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.file_contents import VERSION
from sandbank_server.service.records import SandboxSettings

OPENS = """
import sys
from pathlib import Path
from sandbank_server.adapters.database_file import DatabaseFile
DatabaseFile(Path(sys.argv[1]))
"""


def refusal(path: Path) -> str:
    """What is said of a file that is left as it is."""
    before = path.read_bytes()
    with pytest.raises(StoreFileError) as refused:
        file_store(path)
    assert path.read_bytes() == before
    return str(refused.value)


def test_everything_is_there_again_after_a_restart(path: Path) -> None:
    store = file_store(path)
    assert store.is_new
    store.load(world())
    store.upload_transactions.put(upload("tx-1", purpose="für Ünal \u2028 \x00 \ud800"))
    store.change_settings(SandboxSettings(throttle_per_second=2))
    store.sequence()
    exported = store.export()
    store.close()

    again = file_store(path)

    assert not again.is_new
    assert again.export() == exported
    assert again.settings == SandboxSettings(throttle_per_second=2)
    assert again.sequence() == 2
    again.close()


def test_values_stay_in_the_order_in_which_they_came(path: Path) -> None:
    store = file_store(path)
    for rule_id in "cab":
        store.rules.put(rule(rule_id))
    store.rules.remove("a")
    store.rules.put(rule("a"))
    store.rules.put(rule("c", name="other"))
    store.close()

    store = file_store(path)
    store.rules.put(rule("d"))
    store.close()

    assert held(path) == ["c", "b", "a", "d"]


def test_a_document_is_json_that_sqlite_can_look_into(path: Path) -> None:
    written(path)

    found = queried(path, "SELECT json_extract(document, '$.ruleId') FROM rules")

    assert found == [("old",)]


def test_opening_a_file_does_not_write_it(path: Path) -> None:
    written(path)
    before = path.read_bytes(), path.stat().st_mtime_ns

    file_store(path).close()

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_second_user_of_the_file_is_refused(path: Path) -> None:
    first = file_store(path)
    opening = [sys.executable, "-c", OPENS, str(path)]

    with pytest.raises(StoreFileError, match=r"bank\.db: is in use by another process; stop"):
        file_store(path)
    first.close()
    first = file_store(path)
    other = subprocess.run(opening, capture_output=True, text=True, check=False)
    assert "is in use by another process" in other.stderr

    first.close()
    assert held(path) == []


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [(b'{"rules": {}}', "is no store of a sandbox"), (b"SQLite format 3", "is no store")],
)
def test_a_file_of_something_else_is_refused(path: Path, contents: bytes, complaint: str) -> None:
    path.write_bytes(contents)

    assert complaint in refusal(path)
    assert "loaded into a new one with --world" in refusal(path)


def test_a_database_of_something_else_is_refused(path: Path) -> None:
    queried(path, "CREATE TABLE recipes (name TEXT)")

    assert "is a database, but no sandbox's" in refusal(path)


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        ("UPDATE rules SET document = replace(document, 'Rent', 'Bent')", "rules row 0"),
        ("UPDATE rules SET rank = 7", "rules row 7"),
        ("UPDATE rules SET checksum = 0", "rules row 0"),
        ("UPDATE rules SET document = 3", "rules row 0"),
        ("INSERT INTO rules SELECT 1, document, checksum FROM rules", "rules row 1"),
        ("CREATE TABLE other (name TEXT)", "the table other is not as it was made"),
    ],
)
def test_a_row_that_is_not_what_was_written_is_named(path: Path, damage: str, place: str) -> None:
    written(path)
    queried(path, damage)

    said = refusal(path)

    assert f"{path}: is damaged: {place}" in said
    assert f"sandbank export world.json --db {path} --skip-damaged" in said


@pytest.mark.parametrize("at_once", [1, 2000])
def test_a_key_that_is_there_twice_is_named(
    path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_file, "_AT_ONCE", at_once)
    written(path)
    [(document,)] = queried(path, "SELECT document FROM rules")
    file = DatabaseFile(path)
    file.write({"rules": {7: json.loads(document)}})
    file.commit()
    file.close()

    assert f"{path}: is damaged: rules row 7: 'old' is there a second time" in refusal(path)


def test_a_file_of_another_version_is_read_where_it_can_be(path: Path) -> None:
    written(path)
    queried(path, "DROP TABLE nonces", "PRAGMA user_version = 1")

    assert held(path) == ["old"]

    assert queried(path, "PRAGMA user_version") == [(VERSION,)]


def test_what_another_version_wrote_and_this_one_cannot_read_is_named(path: Path) -> None:
    written(path)
    queried(path, "PRAGMA user_version = 1", "INSERT INTO banks SELECT * FROM rules")

    said = refusal(path)

    assert "was written by another version of sandbank" in said
    assert "banks row 0/ruleId: 'ruleId' is not known" in said


def test_an_empty_file_is_a_new_one(path: Path) -> None:
    path.touch()

    assert held(path) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreFileError, match=f"there is no folder {tmp_path}/nowhere"):
        file_store(tmp_path / "nowhere" / "bank.db")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreFileError, match="cannot be opened: Is a directory"):
        file_store(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_may_not_be_written_is_refused(path: Path) -> None:
    written(path)
    path.chmod(0o400)

    assert "Permission denied" in refusal(path)


def test_a_symbolic_link_stays_one(tmp_path: Path, path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)

    written(link)

    assert link.is_symlink()
    assert held(path) == ["old"]


def test_the_files_mode_is_private_at_first_and_then_kept(path: Path) -> None:
    written(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)

    store = file_store(path)
    store.rules.put(rule("b"))
    store.close()

    assert path.stat().st_mode & 0o777 == 0o640


def test_a_store_in_memory_has_nothing_to_save() -> None:
    store = memory_store()
    store.rules.put(rule("a"))

    asyncio.run(store.durable())
    store.close()

    assert store.is_new
    assert rule_ids(store.rules.all()) == ["a"]
