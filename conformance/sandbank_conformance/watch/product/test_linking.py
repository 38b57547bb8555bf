"""How a product asks what came of a session."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.product.calls import polls, session_of
from sandbank_conformance.watch.product.story import Story

PERIOD = 5.0  # seconds, as pollPeriod says
NEARLY = 0.9  # of a time: clocks differ

CHAPTERS = ["linking", "refused"]


def answered(name: str, story: Story) -> list[Watched]:
    """The polls of a chapter that got an answer."""
    found = [each for each in polls(story.of(name).calls) if each.answered]
    if not found:
        raise NotTestable("a product that polls")
    return found


@pytest.mark.parametrize("name", CHAPTERS)
@requirement("CON-LINK-03")
def test_each_poll_route_is_asked_once(name: str, story: Story) -> None:
    asked = answered(name, story)
    times = Counter(each.sent.url for each in asked)
    twice = next((each for each in reversed(asked) if times[each.sent.url] > 1), None)

    ensure(
        twice is None,
        expected="each poll route once, and then the one that was given",
        received=told(twice) if twice else "",
        exchange=twice,
    )


@pytest.mark.parametrize("name", CHAPTERS)
@requirement("CON-LINK-03")
def test_the_newest_poll_route_is_followed_to_the_end(name: str, story: Story) -> None:
    asked = answered(name, story)

    ensure(
        any(each.status == 200 for each in asked),
        expected="polls up to the answer that tells what became of the session",
        received=f"{len(asked)} polls, the last one answered {asked[-1].status}",
        exchange=asked[-1],
    )


@pytest.mark.parametrize("name", CHAPTERS)
@requirement("CON-LINK-04")
def test_there_is_a_pause_between_polls(name: str, story: Story) -> None:
    by_session: dict[str, list[Watched]] = defaultdict(list)
    for each in answered(name, story):
        by_session[session_of(each)].append(each)
    pauses = {
        (later.made - one.made).total_seconds(): later
        for those in by_session.values()
        for one, later in pairwise(those)
        if one.status == 202 and one.sent.url != later.sent.url  # else it is another rule's
    }
    if not pauses:
        raise NotTestable("a product that polls twice")

    shortest = min(pauses)
    ensure(
        shortest >= PERIOD * NEARLY,
        expected=f"{PERIOD:.0f} seconds between two polls, as pollPeriod says",
        received=f"{shortest:.1f} seconds",
        exchange=pauses[shortest],
    )
