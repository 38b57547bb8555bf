"""The checks of the suite by name, and which of them an animal meets; nothing is run for that."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from sandbank_conformance.checking import name_of
from sandbank_conformance.verification import collected
from zoo.animals import Animal


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check, and the requirement that it is about."""

    name: str
    requirement: str

    @property
    def topic(self) -> str:
        """The file that it is in."""
        return ".".join(self.name.split(".")[:2])


@cache
def suite() -> tuple[Check, ...]:
    """Every check there is."""
    return tuple(_checks())


def _checks() -> Iterator[Check]:
    for item in collected():
        mark = item.get_closest_marker("sandbank_requirement")
        assert mark is not None, f"{item.nodeid} names no requirement"
        yield Check(name=name_of(item), requirement=mark.args[0])


def about(animal: Animal) -> tuple[str, ...]:
    """The checks of what the animal breaks."""
    return tuple(each.name for each in suite() if each.requirement in animal.breaks)


def beside(animal: Animal, *, seed: int, share: int) -> tuple[str, ...]:
    """The checks of what the animal does not break, of one in `share` topics (1: of all).

    Which topics depends on animal and seed, so that together they come to all. An animal that
    breaks nothing meets one at least.
    """
    others = [each for each in suite() if each.requirement not in animal.breaks]
    turns = {each.topic: crc32(f"{animal.name} {seed} {each.topic}".encode()) for each in others}
    chosen = {topic for topic, turn in turns.items() if turn % share == 0}
    if not animal.breaks:
        chosen.add(min(turns, key=turns.__getitem__))
    return tuple(each.name for each in others if each.topic in chosen)
