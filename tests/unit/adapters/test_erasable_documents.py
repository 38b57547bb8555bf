"""What a commit deleted is in no file afterwards, however rows were moved about (CON-OFF-04)."""

import re
from pathlib import Path
from random import Random

import pytest

from sandbank_server.adapters.database_file import Changed, DatabaseFile
from sandbank_server.adapters.erasable import laid_out

MARK = re.compile(rb"<(\d+)>")


def document(number: int, random: Random) -> dict[str, str]:
    """One with a mark at each end, short or long."""
    length = random.choice([random.randint(0, 60), random.randint(0, 60), random.randint(100, 900)])
    return {"first": f"<{number}>", "filling": "x" * length, "last": f"<{number}>"}


def marks(folder: Path) -> set[int]:
    """The marks that any file holds."""
    texts = [each.read_bytes() for each in folder.iterdir()]
    return {int(number) for text in texts for number in MARK.findall(text)}


class Walk:
    """Random documents that come, change and go in a table; each has a mark of its own."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.held: dict[int, int] = {}  # mark by rank
        self.last = self.rank = 0

    def step(self) -> Changed:
        changed: Changed = {}
        for _ in range(self.random.randint(1, 60)):
            if self.held and self.random.random() < 0.15:
                changed |= self._remove(self.random.choice(list(self.held)))
            else:
                changed |= self._put()
        return changed

    def _remove(self, first: int) -> Changed:
        gone = range(first, first + self.random.choice([1, 1, 1, 1, 1, 1, 20]))
        return {rank: None for rank in gone if self.held.pop(rank, None) is not None}

    def _put(self) -> Changed:
        known = self.held and self.random.random() < 0.15
        self.rank += not known
        self.last += 1
        rank = self.random.choice(list(self.held)) if known else self.rank
        self.held[rank] = self.last
        return {rank: document(self.last, self.random)}


@pytest.mark.parametrize("seed", range(2))
def test_no_file_holds_anything_of_what_is_gone(path: Path, tmp_path: Path, seed: int) -> None:
    file, walk = DatabaseFile(path), Walk(seed)
    file.make(["rows"], 1)

    for step in range(200):
        file.write({"rows": walk.step()})
        file.commit()
        if step % 20 == 0:
            assert marks(tmp_path) == set(walk.held.values())

    file.close()
    assert marks(tmp_path) == set(walk.held.values())


def test_what_is_dropped_before_its_commit_was_never_there(path: Path, tmp_path: Path) -> None:
    file, walk = DatabaseFile(path), Walk(1)
    file.make(["rows"], 1)
    file.write({"rows": walk.step()})

    file.rollback()

    assert marks(tmp_path) == set()
    file.close()


@pytest.mark.parametrize(
    "length", [0, 1, 400, 468, 469, 470, 471, 8100, 8200, 1_048_000, 1_049_000]
)
def test_a_row_is_as_long_as_its_pages_take(length: int) -> None:
    text = laid_out("x" * length)

    assert text.strip() == "x" * length
    assert text.startswith(" " * 39)
    digits = 2 * len(text) + 13  # SQLite's code for a text of that length
    varint = 1 if digits < 1 << 7 else 2 if digits < 1 << 14 else 3 if digits < 1 << 21 else 4
    assert (3 + varint + len(text) + 4) % 508 == 39
