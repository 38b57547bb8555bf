"""How a product gets its tokens, and how long it uses them."""

from collections import Counter
from collections.abc import Iterable

import pytest

from sandbank_conformance.conditions import NotTestable, ensure
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.product.calls import reads
from sandbank_conformance.watch.product.story import Story

TOKEN = "getAccessToken"


def header(call: Watched, name: str) -> str:
    """A header that was sent; empty where it was not."""
    found = (value for key, value in call.sent.headers if key.lower() == name)
    return next(found, "")


def tokens(calls: Iterable[Watched]) -> list[Watched]:
    """The calls that brought a token."""
    return [each for each in calls if each.operation_id == TOKEN and each.succeeded]


@pytest.mark.parametrize("name", ["linking", "first_read", "second_read", "expired"])
@requirement("CON-TOK-05")
def test_a_token_is_used_again_until_it_expires(name: str, story: Story) -> None:
    got = tokens(story.of(name).calls)
    times = Counter((header(each, "x-company-id"), header(each, "x-application")) for each in got)
    most = max(times.values(), default=0)

    ensure(
        most <= 1,
        expected="one token for all that the product does at a time",
        received=f"{most} tokens for the same company, none of which had expired",
        exchange=got[-1] if got else None,
    )


@requirement("CON-TOK-05")
def test_a_new_token_comes_after_one_that_expired(story: Story) -> None:
    chapter = story.of("expired")
    calls = reads(chapter.calls, chapter.bank_account)

    ensure(
        any(each.succeeded for each in calls),
        expected="a new token, and the call once more",
        received=f"calls that were answered {[each.status for each in calls][:5]}",
        exchange=calls[-1],
    )


@requirement("CON-TOK-06")
def test_a_nonce_comes_once(story: Story) -> None:
    story.of("expired")
    asked = [each for each in story.so_far() if each.operation_id == TOKEN]
    if len(asked) < 2:
        raise NotTestable("a product that asks for a token twice")
    times = Counter((header(each, "x-application"), header(each, "x-nonce")) for each in asked)
    (_, nonce), most = times.most_common(1)[0]

    ensure(
        most == 1,
        expected="a text that was never sent before, in each call for a token",
        received=f"X-Nonce {nonce[:40]} in {most} calls",
        exchange=next(each for each in reversed(asked) if header(each, "x-nonce") == nonce),
    )
