"""Opening a store's file: it is used by one process, and never overwritten when it is odd."""

from pathlib import Path

import pytest
from disks import FailingDisk
from store_builders import (
    file_store,
    held,
    memory_store,
    rule,
    rule_ids,
    store_on,
    upload,
    world,
    written,
)

from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.service.records import SandboxSettings


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


def test_the_remains_of_a_crash_are_removed_at_the_start(tmp_path: Path, path: Path) -> None:
    written(path)
    (tmp_path / "db.json.new").write_text("half a wor")

    store = file_store(path)

    assert sorted(each.name for each in tmp_path.iterdir()) == ["db.json", "db.json.lock"]
    assert rule_ids(store.rules.all()) == ["old"]
    store.close()


def test_opening_a_file_does_not_write_it(path: Path) -> None:
    written(path)
    disk = FailingDisk()

    store_on(path, disk).close()

    assert disk.steps == []


def test_a_second_user_of_the_file_is_refused(path: Path) -> None:
    first = file_store(path)

    with pytest.raises(StoreFileError, match=r"db\.json: is in use by another process; stop"):
        file_store(path)

    first.close()
    assert held(path) == []


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
