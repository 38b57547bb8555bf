"""What a kill, a full disk or a bad disk leaves behind: all that was answered, or a clear word."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from database_files import CrampedFile
from store_builders import file_store, held, rule, rule_ids, store_on, transaction_item, world

from sandbank_server.adapters.database_file import DatabaseFile
from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.refusals import Unavailable

World = dict[str, list[dict[str, object]]]


def filled(path: Path) -> World:
    """A store's file with a world in it, and some pages that are free again."""
    store = file_store(path)
    store.load(world(transactions=[transaction_item(number) for number in range(1, 10)]))
    for number in range(20):
        store.rules.put(rule(f"{number}"))
    store.save_now()
    for number in range(0, 20, 3):
        store.rules.remove(f"{number}")
    exported = store.export()
    store.close()
    return exported


def read(path: Path) -> World:
    """What a store finds in a file."""
    store = file_store(path)
    exported = store.export()
    store.close()
    return exported


def killed_while_committing(path: Path) -> Path:
    """Files as a kill leaves them in the middle of a commit, when half of it is written."""
    left = path.with_name("left.db")
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = TRUNCATE", "cache_spill = ON", "cache_size = 1"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    connection.execute("DELETE FROM rules")
    connection.execute("UPDATE transactions SET document = upper(document)")
    left.write_bytes(path.read_bytes())
    path.with_name("left.db-journal").write_bytes(path.with_name("bank.db-journal").read_bytes())
    connection.close()
    return left


def spoiled(contents: bytes, seed: int) -> Iterator[bytes]:
    """The contents with one byte changed at random, again and again."""
    random = Random(seed)
    for _ in range(100):
        place = random.randrange(len(contents))
        other = contents[place] ^ random.randrange(1, 256)
        yield contents[:place] + bytes([other]) + contents[place + 1 :]


async def _put(store: TinyDbStore, rule_id: str) -> None:
    with store.unit_of_work():
        store.rules.put(rule(rule_id))
    await store.durable()


def test_a_half_written_commit_is_undone_and_said(path: Path) -> None:
    before = filled(path)
    left = killed_while_committing(path)
    assert left.read_bytes() != path.read_bytes()

    file = DatabaseFile(left)

    assert file.notice is not None
    assert f"{left}: a change that was being written when the last sandbox ended" in file.notice
    file.close()
    assert read(left) == before
    file = DatabaseFile(left)
    assert file.notice is None
    file.close()


def test_a_torn_end_of_what_would_undo_a_commit_does_no_harm(path: Path) -> None:
    before = filled(path)
    left = killed_while_committing(path)
    with left.with_name("left.db-journal").open("ab") as journal:
        journal.write(b"\x07" * 700)

    assert read(left) == before


def test_a_commit_that_had_not_begun_leaves_nothing_to_say(path: Path) -> None:
    before = filled(path)
    path.with_name("bank.db-journal").write_bytes(bytes(900))

    file = DatabaseFile(path)

    assert file.notice is None
    file.close()
    assert read(path) == before


@pytest.mark.parametrize("seed", range(3))
def test_a_byte_that_changed_by_itself_is_found_or_means_nothing(path: Path, seed: int) -> None:
    before = filled(path)
    refusals = []

    for contents in spoiled(path.read_bytes(), seed):
        path.write_bytes(contents)
        try:
            assert read(path) == before
        except StoreFileError as refusal:
            assert path.read_bytes() == contents
            refusals.append(str(refusal))

    assert len(refusals) > 50
    assert all(re.search("left as it|no sandbox's|cannot be opened", each) for each in refusals)


def test_a_file_that_was_cut_short_is_refused(path: Path) -> None:
    filled(path)
    contents = path.read_bytes()

    for length in range(512, len(contents) - 512, 1700):
        path.write_bytes(contents[:length])
        with pytest.raises(StoreFileError, match="is damaged"):
            file_store(path)


def test_a_full_file_undoes_the_change_and_takes_another_once_there_is_room(path: Path) -> None:
    file = CrampedFile(path)
    store = store_on(file)
    store.rules.put(rule("old"))
    store.save_now()
    file.fill()

    with pytest.raises(Unavailable, match="cannot be written: database or disk is full"):
        asyncio.run(_put(store, "lost"))
    assert rule_ids(store.rules.all()) == ["old"]

    file.give_room()
    asyncio.run(store.save())
    asyncio.run(_put(store, "new"))
    store.close()
    assert held(path) == ["old", "new"]
