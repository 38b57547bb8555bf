"""Saving a store's file: it is whole at every moment, and a disk that fails is told of."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from disks import STEPS, FailingDisk, WatchingDisk
from store_builders import file_store, held, rule, rule_ids, store_on, upload, world, written

from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.domain.refusals import Unavailable
from sandbank_server.service.keys import upload_transaction_key

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


def test_the_file_is_the_old_one_until_the_new_one_takes_its_place(path: Path) -> None:
    written(path)
    before = path.read_bytes()
    disk = WatchingDisk(path)
    store = store_on(path, disk)
    store.rules.put(rule("new"))

    store.close()

    *until, after = disk.seen
    assert set(until) == {before}
    assert b'"new"' in after


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
