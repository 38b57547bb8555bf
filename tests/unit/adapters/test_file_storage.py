"""The store's file: whole at every moment, used by one process, never overwritten when odd."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from disks import STEPS, FailingDisk
from store_builders import file_store, memory_store, noon_clock, rule, rule_ids, upload, world

from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.file_storage import FileStorage
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.refusals import Unavailable
from sandbank_server.service.keys import upload_transaction_key
from sandbank_server.service.records import SandboxSettings

KEY = upload_transaction_key("user-1", "account-1", "tx-1")
DIES = """
import sys
from pathlib import Path
from disks import DyingDisk
from store_builders import noon_clock, rule
from sandbank_server.adapters.file_storage import FileStorage
from sandbank_server.adapters.tinydb_store import TinyDbStore
store = TinyDbStore(noon_clock(), FileStorage(Path(sys.argv[1]), DyingDisk(sys.argv[2])))
store.rules.put(rule("new"))
store.rules.remove("old")
store.save_if_dirty()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db.json"


def written(path: Path) -> None:
    store = file_store(path)
    store.rules.put(rule("old"))
    store.close()


def held(path: Path) -> list[str]:
    store = file_store(path)
    rules = rule_ids(store.rules.all())
    store.close()
    return rules


def store_on(path: Path, disk: FailingDisk) -> TinyDbStore:
    return TinyDbStore(noon_clock(), FileStorage(path, disk))


def test_everything_is_there_again_after_a_restart(path: Path) -> None:
    store = file_store(path)
    assert store.is_new
    store.load(world())
    store.upload_transactions.put(upload("tx-1", purpose="für Ünal \u2028 \x00"))
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


def test_the_file_is_readable_line_by_line(path: Path) -> None:
    written(path)

    assert '  "old": {"ruleId": "old", "bankAccountId": "account-1"' in path.read_text("utf-8")


def test_nothing_is_written_while_nothing_changes(path: Path) -> None:
    disk = FailingDisk()
    store = store_on(path, disk)
    store.rules.put(rule("a"))
    store.save_if_dirty()
    steps = list(disk.steps)

    store.save_if_dirty()
    store.rules.get("a")
    store.close()

    assert disk.steps == steps == list(STEPS)


def test_what_was_deleted_is_in_no_file_after_the_next_save(tmp_path: Path, path: Path) -> None:
    store = file_store(path)
    store.upload_transactions.put(upload("tx-1", purpose="secret purpose"))
    store.save_if_dirty()
    assert "secret purpose" in path.read_text("utf-8")

    store.upload_transactions.remove(KEY)
    store.save_if_dirty()

    assert not any(b"secret purpose" in each.read_bytes() for each in tmp_path.iterdir())
    store.close()


def test_the_remains_of_a_crash_are_removed_at_the_start(tmp_path: Path, path: Path) -> None:
    written(path)
    (tmp_path / "db.json.new").write_text("half a wor")

    assert held(path) == ["old"]

    assert sorted(each.name for each in tmp_path.iterdir()) == ["db.json", "db.json.lock"]


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_that_dies_leaves_the_old_or_the_new_file_whole(path: Path, step: str) -> None:
    written(path)
    paths = os.pathsep.join(["server", "openapi", "fixtures", str(Path(__file__).parent)])

    died = subprocess.run(
        [sys.executable, "-c", DIES, str(path), step],
        env={**os.environ, "PYTHONPATH": paths},
        cwd=Path(__file__).parents[3],
        check=False,
    )

    assert died.returncode == 9
    assert held(path) == (["new"] if step == "sync_folder" else ["old"])


@pytest.mark.parametrize("step", STEPS)
def test_a_failed_save_refuses_changes_until_one_succeeds(path: Path, step: str) -> None:
    disk = FailingDisk()
    store = store_on(path, disk)
    store.rules.put(rule("a"))
    disk.failing = step
    store.save_if_dirty()

    with pytest.raises(Unavailable, match="No space left on device"), store.unit_of_work():
        store.rules.put(rule("b"))
    assert rule_ids(store.rules.all()) == ["a"]

    disk.failing = None
    store.save_if_dirty()
    store.rules.put(rule("b"))
    store.close()
    assert held(path) == ["a", "b"]


def test_reading_goes_on_while_the_disk_is_full(path: Path) -> None:
    store = store_on(path, FailingDisk("write"))
    store.rules.put(rule("a"))
    store.save_if_dirty()

    with pytest.raises(Unavailable):
        store.load(world())
    store.rules.remove("unknown")

    assert rule_ids(store.rules.find("account", "account-1")) == ["a"]
    with pytest.raises(
        StoreFileError,
        match="the last changes are lost: The store's file cannot be written: No space",
    ):
        store.close()


def test_a_failed_save_leaves_nothing_beside_the_file(tmp_path: Path, path: Path) -> None:
    written(path)
    store = store_on(path, FailingDisk("write"))
    store.rules.put(rule("new"))

    store.save_if_dirty()

    assert sorted(each.name for each in tmp_path.iterdir()) == ["db.json", "db.json.lock"]
    with pytest.raises(StoreFileError):
        store.close()


def test_a_second_user_of_the_file_is_refused(path: Path) -> None:
    first = file_store(path)

    with pytest.raises(StoreFileError, match=r"db\.json: is in use by another process; stop"):
        file_store(path)

    first.close()
    assert held(path) == []


def test_a_save_never_sees_half_a_unit_of_work(path: Path) -> None:
    store = file_store(path)
    saving = Thread(target=store.save_if_dirty)

    with store.unit_of_work():
        store.rules.put(rule("a"))
        saving.start()
        store.rules.put(rule("b"))
    saving.join()

    saved = path.read_text("utf-8")
    assert '"a": {' in saved
    assert '"b": {' in saved
    store.close()


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [
        (b'{\n"rules": {', "line 2, column 11"),
        (b'{\n\n"rules": {"\xff"', "line 3: not UTF-8"),
        (b"[" * 100_000, "db.json: "),
        (b"[]", "/: expected an object with one object per table"),
        (b'{"name": "some-package"}', "'name' is not known; expected one of"),
        (b'{"rules": []}', "/rules: expected an object with one object per id"),
        (b'{"nonces": {"a": {"applicationId": "a", "nonse": "n"}}}', "did you mean 'nonce'"),
        (b'{"nonces": {"a": {"applicationId": "a", "nonce": "n"}}}', "stands under the id 'a'"),
        (b'{"settings": {"settings": {"demandSignature": 1}}}', "expected true or false, got 1"),
    ],
)
def test_a_file_that_is_not_right_is_refused_and_left_alone(
    path: Path, contents: bytes, complaint: str
) -> None:
    path.write_bytes(contents)

    with pytest.raises(StoreFileError) as refusal:
        file_store(path)

    assert complaint in str(refusal.value)
    assert f"begin anew: mv {path} {path}.broken" in str(refusal.value)
    assert path.read_bytes() == contents
    path.unlink()
    assert held(path) == []


def test_an_empty_file_is_a_new_one(path: Path) -> None:
    path.touch()

    assert held(path) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreFileError, match=f"there is no folder {tmp_path}/nowhere"):
        file_store(tmp_path / "nowhere" / "db.json")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreFileError, match="cannot be read: Is a directory"):
        file_store(tmp_path)


def test_a_symbolic_link_stays_one(tmp_path: Path, path: Path) -> None:
    link = tmp_path / "link.json"
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

    store.save_if_dirty()
    store.close()

    assert store.is_new
    assert rule_ids(store.rules.all()) == ["a"]
