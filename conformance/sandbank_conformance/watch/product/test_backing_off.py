"""What a product does when it is told to wait, and when the server fails."""

from itertools import pairwise

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.product.calls import reads
from sandbank_conformance.watch.product.story import Story

RETRY_AFTER = 1.0  # seconds, as the sandbox tells
NEARLY = 0.9  # of a time: clocks differ
AT_ONCE = 0.1  # seconds: whoever comes again within has not waited
SEVERAL = 3  # calls at once, after which more is a storm


def failed(call: Watched) -> bool:
    """Whether the server was at fault."""
    return call.status >= 500 or not call.answered


@requirement("CON-LIM-01")
def test_a_429_is_waited_out(story: Story) -> None:
    chapter = story.of("throttled")
    calls = reads(chapter.calls, chapter.bank_account)
    waits = [
        ((later.made - one.made).total_seconds(), later)
        for one, later in pairwise(calls)
        if one.status == 429
    ]
    if not waits:
        raise NotTestable("a product that calls again after a 429")
    shortest, call = min(waits, key=lambda each: each[0])

    ensure(
        shortest >= RETRY_AFTER * NEARLY,
        expected=f"{RETRY_AFTER:.0f} second before the next call, as Retry-After says",
        received=f"the next call after {shortest:.1f} seconds",
        exchange=call,
    )


@requirement("CON-LIM-02")
def test_a_server_that_fails_is_not_stormed(story: Story) -> None:
    chapter = story.of("failing")
    calls = reads(chapter.calls, chapter.bank_account)
    hasty = [
        later
        for one, later in pairwise(calls)
        if failed(one) and (later.made - one.made).total_seconds() < AT_ONCE
    ]

    ensure(
        len(hasty) <= SEVERAL,
        expected="a pause before a call that failed is made again and again",
        received=f"{len(hasty)} calls within {AT_ONCE} seconds of one that had failed",
        exchange=hasty[-1] if hasty else None,
    )


@requirement("CON-LIM-02")
def test_nothing_is_lost_by_a_failure(story: Story) -> None:
    chapter = story.of("failing")
    calls = (*chapter.calls, *chapter.later)
    if not any(each.succeeded for each in reads(calls, chapter.bank_account)):
        raise NotTestable("a product that reads again once the server is well")
    missed = sorted(set(range(1, chapter.held + 1)) - chapter.brought)

    ensure(
        not missed,
        expected="what could not be read then to be read afterwards",
        received=f"nothing of {len(missed)} transactions, the first being {missed[:1]}",
        exchange=reads(calls, chapter.bank_account)[-1],
    )
