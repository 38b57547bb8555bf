"""An index beside a plain sorted list, through the size at which it keeps entries otherwise."""

from random import Random

import pytest

from sandbank_server.adapters.indexes import FEW, Entry, Index

OWNERS = ("a", "a/b", "b")


def entry(owner: str, number: int) -> Entry:
    return (owner, number // 3, number, f"{owner}:{number}")


def assert_same(index: Index, model: set[Entry]) -> None:
    for owner in OWNERS:
        own = sorted(each for each in model if each[0] == owner)
        assert index.keys(owner) == [each[-1] for each in own]
        some = [each[-1] for each in own if 50 <= each[1] < 120]
        assert index.keys(owner, (50,), (120,)) == some
        assert index.count(owner, (50,), (120,)) == len(some)
        assert (
            index.keys(owner, (50,), offset=3, limit=7)
            == [each[-1] for each in own if each[1] >= 50][3:10]
        )


@pytest.mark.parametrize("seed", range(5))
def test_entries_come_and_go_one_by_one_and_many_at_once(seed: int) -> None:
    random = Random(seed)
    every = [entry(owner, number) for owner in OWNERS for number in range(2 * FEW)]
    model = set(random.sample(every, FEW))
    index = Index(model)
    for _ in range(25):
        come = random.sample([each for each in every if each not in model], 80)
        index.add_all(come[1:])
        index.change(None, come[0])
        gone = random.sample(sorted(model), random.choice((1, 60)))
        index.remove_all(gone)
        model = model - {*gone} | {*come}
        moved = random.choice(sorted(model))
        index.change(moved, None)
        model.remove(moved)
        assert_same(index, model)


@pytest.mark.parametrize("size", [3, FEW + 3])
def test_entries_that_stand_together_go_together(size: int) -> None:
    entries = [entry("a", number) for number in range(size)]
    index = Index(entries)
    index.remove_all(entries[1:-1])
    assert index.keys("a") == ["a:0", f"a:{size - 1}"]
    index.remove_all([entries[-1], entries[0]])
    assert index.keys("a") == []
    assert index.count("a", None, None) == 0


@pytest.mark.parametrize("size", [2, FEW + 2])
def test_a_copy_lives_a_life_of_its_own(size: int) -> None:
    entries = [entry("a", number) for number in range(size)]
    index = Index(entries)
    copy = index.copy()
    index.change(entries[0], None)
    copy.change(None, entry("a", size))
    assert index.keys("a") == [each[-1] for each in entries[1:]]
    assert copy.keys("a") == [*(each[-1] for each in entries), f"a:{size}"]
