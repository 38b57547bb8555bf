"""A change is in the file when it is answered, or it is not made."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path

import pytest
from database_files import FailingFile, WaitingFile
from store_builders import (
    NOON,
    held,
    memory_store,
    queried,
    rule,
    rule_ids,
    store_on,
    upload,
    upload_ids,
    world,
    written,
)

from sandbank_server.adapters.database_file import DatabaseFile
from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.refusals import Unavailable
from sandbank_server.service.keys import account_key

OWNER = account_key("user-1", "account-1")


def on_disk(path: Path) -> list[str]:
    """The ids of the rules that another process would find after a kill."""
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    found = queried(copy, "SELECT json_extract(document, '$.ruleId') FROM rules")
    return [rule_id for (rule_id,) in found]


def saved(store: TinyDbStore, path: Path) -> list[str]:
    """What the file holds once the disk works again."""
    store.close()
    return held(path)


async def put(store: TinyDbStore, rule_id: str) -> None:
    """What a call that changes something does."""
    with store.unit_of_work():
        store.rules.put(rule(rule_id))
    await store.durable()


def refused(work: Awaitable[None]) -> str:
    async def wait() -> None:
        await work

    with pytest.raises(Unavailable) as refusal:
        asyncio.run(wait())
    return refusal.value.detail


def test_a_change_is_on_the_disk_when_it_is_durable(path: Path) -> None:
    store = store_on(DatabaseFile(path))

    asyncio.run(put(store, "a"))

    assert on_disk(path) == ["a"]
    store.close()


def test_calls_that_come_while_one_commits_share_the_next_commit(path: Path) -> None:
    file = WaitingFile(path)
    store = store_on(file)

    async def crowd() -> None:
        first = asyncio.create_task(put(store, "first"))
        await asyncio.to_thread(file.reached.wait)
        rest = [asyncio.create_task(put(store, f"{number}")) for number in range(9)]
        await asyncio.sleep(0)
        file.may.set()
        await asyncio.gather(first, *rest)

    asyncio.run(crowd())

    assert file.commits == 2
    assert on_disk(path) == ["first", *"012345678"]
    store.close()


def test_a_reader_waits_for_what_it_saw_and_for_nothing_else(path: Path) -> None:
    file = WaitingFile(path)
    store = store_on(file)

    async def read_while_it_commits() -> None:
        await store.durable()  # nothing to wait for
        writing = asyncio.create_task(put(store, "a"))
        await asyncio.to_thread(file.reached.wait)
        assert rule_ids(store.rules.all()) == ["a"]
        reading = asyncio.create_task(store.durable())
        await asyncio.sleep(0)
        assert not reading.done()
        file.may.set()
        await asyncio.gather(writing, reading)

    asyncio.run(read_while_it_commits())

    assert file.commits == 1
    store.close()


@pytest.mark.parametrize("step", ["write", "commit", "committed"])
def test_a_change_that_cannot_be_kept_is_undone(path: Path, step: str) -> None:
    written(path)
    file = FailingFile(path, step)
    store = store_on(file)

    detail = refused(put(store, "new"))

    assert detail == "The store's file cannot be written: No space left on device."
    assert rule_ids(store.rules.all()) == ["old"]
    file.failing = None
    assert saved(store, path) == ["old"]


def test_all_that_stood_on_a_lost_change_is_undone_with_it(path: Path) -> None:
    written(path)
    file = WaitingFile(path)
    store = store_on(file)

    async def crowd() -> list[object]:
        first = asyncio.create_task(put(store, "old"))
        await asyncio.to_thread(file.reached.wait)
        rest = [asyncio.create_task(put(store, each)) for each in ("a", "b")]
        await asyncio.sleep(0)
        file.failing = "commit"
        file.may.set()
        return [type(each) for each in await asyncio.gather(first, *rest, return_exceptions=True)]

    assert asyncio.run(crowd()) == [Unavailable] * 3
    assert rule_ids(store.rules.all()) == ["old"]
    assert store.rules.get("old") == rule("old")
    file.failing = None
    assert saved(store, path) == ["old"]


def test_everything_about_a_change_is_undone(path: Path) -> None:
    file = FailingFile(path)
    store = store_on(file)
    for number in range(4):
        store.upload_transactions.put(upload(f"tx-{number}", fetched=number % 2 == 0))
    store.save_now()
    before = store.export()
    file.failing = "commit"

    async def change() -> None:
        with store.unit_of_work():
            store.upload_transactions.remove_all("fetched", OWNER)
            store.upload_transactions.put(upload("tx-1", "2026-05-05"))
        with store.unit_of_work():
            store.load(world())
            store.rules.put(rule("a"))
        await store.durable()

    refused(change())

    assert store.export() == before
    assert upload_ids(store.upload_transactions.find("fetched", OWNER)) == ["tx-0", "tx-2"]
    file.failing = None
    assert saved(store, path) == []


def test_what_was_done_beside_the_store_is_undone_too(path: Path) -> None:
    file = FailingFile(path, "commit")
    store = store_on(file)
    done: list[str] = []

    async def do(undo: str) -> None:
        with store.unit_of_work():
            store.undo_with(lambda: done.append(undo))
        await store.durable()

    refused(do("lost"))
    asyncio.run(do("answered while the disk failed"))
    file.failing = None
    asyncio.run(store.save())
    asyncio.run(do("kept"))
    file.failing = "commit"
    refused(put(store, "a"))

    assert done == ["lost"]
    file.failing = None
    store.close()


def test_a_world_that_is_undone_is_no_longer_the_one_it_was(path: Path) -> None:
    file = FailingFile(path, "commit")
    store = store_on(file)

    async def load() -> None:
        store.load(world())
        await store.durable()

    generation = store.generation
    refused(load())

    assert store.generation == generation + 2
    file.failing = None
    store.close()


def test_while_the_disk_fails_changes_are_refused_and_reading_goes_on(path: Path) -> None:
    file = FailingFile(path, "commit")
    store = store_on(file)
    refused(put(store, "a"))
    file.failing = None

    with pytest.raises(Unavailable, match="No space left on device"), store.unit_of_work():
        store.rules.put(rule("b"))
    with pytest.raises(Unavailable):
        store.load(world())
    store.rules.remove("unknown")
    asyncio.run(store.durable())

    assert rule_ids(store.rules.find("account", "account-1")) == []
    store.close()


def test_changes_are_taken_again_once_a_save_succeeds(path: Path) -> None:
    file = FailingFile(path, "commit")
    store = store_on(file)
    refused(put(store, "a"))

    asyncio.run(store.save())  # fails again
    assert "No space" in refused(put(store, "b"))
    file.failing = None
    asyncio.run(store.save())
    asyncio.run(put(store, "c"))

    assert on_disk(path) == ["c"]
    store.close()


def test_a_file_that_was_moved_away_takes_no_changes_until_it_is_back(path: Path) -> None:
    written(path)
    store = store_on(DatabaseFile(path))
    elsewhere = path.rename(path.with_name("elsewhere.db"))

    assert "No such file or directory" in refused(put(store, "a"))
    path.write_bytes(elsewhere.read_bytes())
    asyncio.run(store.save())
    assert "another file stands in its place" in refused(put(store, "a"))

    elsewhere.replace(path)
    asyncio.run(store.save())
    asyncio.run(put(store, "b"))
    store.close()
    assert held(path) == ["old", "b"]


def test_closing_says_which_changes_are_lost(path: Path) -> None:
    file = FailingFile(path, "commit")
    store = store_on(file)
    store.rules.put(rule("a"))

    with pytest.raises(StoreFileError, match="the last changes are lost: The store's file cannot"):
        store.close()

    assert held(path) == []


def test_in_intervals_nobody_waits_and_the_next_save_takes_it_all(path: Path) -> None:
    file = FailingFile(path)
    store = store_on(file, always=False)

    for rule_id in "abc":
        asyncio.run(put(store, rule_id))
    assert on_disk(path) == []
    asyncio.run(store.save())

    assert file.commits == 1
    assert on_disk(path) == ["a", "b", "c"]
    store.close()


def test_in_intervals_what_was_answered_is_not_undone_but_tried_again(path: Path) -> None:
    file = FailingFile(path, "commit")
    store = store_on(file, always=False)
    asyncio.run(put(store, "a"))

    asyncio.run(store.save())
    assert "No space" in refused(put(store, "b"))

    assert rule_ids(store.rules.all()) == ["a"]
    file.failing = None
    assert saved(store, path) == ["a"]


def test_in_memory_nothing_done_beside_the_store_is_kept_for_undoing() -> None:
    store = memory_store()
    done: list[timedelta] = []

    with store.unit_of_work():
        store.undo_with(lambda: done.append(NOON - NOON))
    with pytest.raises(RuntimeError), store.unit_of_work():
        raise RuntimeError

    assert done == []
