"""How a product reads on from what it has."""

from collections import Counter

import pytest

from sandbank_conformance.conditions import ensure
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.product.calls import reads, served
from sandbank_conformance.watch.product.story import Story


@pytest.mark.parametrize("name", ["first_read", "second_read"])
@requirement("CON-TX-03")
def test_nothing_is_missed(name: str, story: Story) -> None:
    chapter = story.of(name)
    missed = sorted(set(range(1, chapter.held + 1)) - chapter.brought)

    ensure(
        not missed,
        expected=f"calls that bring the transactions 1 to {chapter.held}, page after page",
        received=f"nothing of {len(missed)} of them, the first being {missed[:1]}",
        exchange=reads(chapter.calls, chapter.bank_account)[-1],
    )


@pytest.mark.parametrize("name", ["first_read", "second_read"])
@requirement("CON-TX-03")
def test_nothing_is_read_twice(name: str, story: Story) -> None:
    chapter = story.of(name)
    calls = reads(chapter.calls, chapter.bank_account)
    times = Counter(served(calls, chapter.bank_account, chapter.held))
    again = [each for each, number in times.items() if number > 1 or each <= chapter.known]

    # The last one that is there may be asked for once more: startIndex itself is served.
    ensure(
        len(again) <= len(calls),
        expected=f"calls that read on behind {chapter.known}, and then page after page",
        received=f"{len(again)} transactions that the product had already",
        exchange=calls[0],
    )
