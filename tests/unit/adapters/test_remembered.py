"""What is remembered is made once, of the thing that is there now, and bounded."""

from sandbank_server.adapters import remembered
from sandbank_server.adapters.remembered import Remembered


class Made:
    """Makes lists, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, thing: str) -> list[str]:
        self.count += 1
        return [thing]


def test_the_same_thing_is_made_of_once() -> None:
    made = Made()
    memory: Remembered[str, list[str]] = Remembered(made)
    thing = "thing"

    assert memory.of("a", thing) is memory.of("a", thing)

    assert made.count == 1


def test_another_thing_under_the_same_key_is_made_of_anew() -> None:
    memory: Remembered[tuple[int], tuple[int]] = Remembered(lambda thing: thing)
    memory.of("a", (1,))

    assert memory.of("a", (2,)) == (2,)


def test_an_equal_thing_is_another_thing() -> None:
    memory: Remembered[list[int], list[int]] = Remembered(list)
    first = memory.of("a", [1])

    assert memory.of("a", [1]) is not first


def test_what_is_forgotten_is_made_anew() -> None:
    made = Made()
    memory: Remembered[str, list[str]] = Remembered(made)
    for key in "abc":
        memory.of(key, "thing")

    memory.forget(["a", "unknown"])
    memory.of("a", "thing")
    memory.of("b", "thing")
    assert made.count == 4
    memory.forget_all()
    memory.of("b", "thing")
    assert made.count == 5


def test_the_first_that_came_gives_way() -> None:
    made = Made()
    memory: Remembered[str, list[str]] = Remembered(made)
    for number in range(remembered.MOST + 1):
        memory.of(f"{number}", "thing")

    memory.of(f"{remembered.MOST}", "thing")
    memory.of("1", "thing")
    assert made.count == remembered.MOST + 1
    memory.of("0", "thing")
    assert made.count == remembered.MOST + 2
