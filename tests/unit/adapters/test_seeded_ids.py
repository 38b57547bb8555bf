from uuid import UUID

from sandbank_server.adapters.ids import SeededIds


def test_the_same_seed_gives_the_same_ids() -> None:
    first, second = SeededIds(7), SeededIds(7)

    ids = [first.new() for _ in range(100)]

    assert [second.new() for _ in range(100)] == ids
    assert len(set(ids)) == 100
    assert SeededIds(8).new() != ids[0]


def test_an_id_has_the_form_of_a_uuid() -> None:
    for seed in (None, 0, -1, 2**70):
        made = SeededIds(seed).new()

        assert str(UUID(made)) == made
        assert UUID(made).version == 4


def test_rewinding_begins_again_at_the_seed() -> None:
    ids = SeededIds(7)
    first = [ids.new(), ids.new()]

    ids.rewind()

    assert [ids.new(), ids.new()] == first


def test_without_a_seed_no_id_comes_twice() -> None:
    ids = SeededIds()
    first = ids.new()

    ids.rewind()

    assert first not in (ids.new(), SeededIds().new())
