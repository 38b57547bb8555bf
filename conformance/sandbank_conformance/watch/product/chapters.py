"""The chapters, each by its name, in the order in which they are played."""

from collections.abc import Mapping
from dataclasses import replace

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.product.actions import Action
from sandbank_conformance.watch.product.calls import connected, polls, reads
from sandbank_conformance.watch.product.story import Chapter, Play, Story
from sandbank_conformance.watch.users import Decision

MANY, FEW = 250, 3  # transactions: of three pages, and of one


def linking(story: Story) -> Chapter:
    """The product connects a bank account."""
    return _linked(story, "")


def first_read(story: Story) -> Chapter:
    """The product reads all that is there."""
    return _read(story, story.of("linking").bank_account, MANY)


def second_read(story: Story) -> Chapter:
    """The product reads what has come since."""
    return _read(story, story.of("first_read").bank_account, FEW)


def throttled(story: Story) -> Chapter:
    """The product comes too often, as far as it is told."""
    account = story.of("second_read").bank_account
    story.stage.fail(status=429, times=2)
    return _healed(story, _read(story, account, FEW))


def failing(story: Story) -> Chapter:
    """The server fails time and again; afterwards all is well."""
    account = story.of("second_read").bank_account
    story.stage.fail(status=500, times=2)
    story.stage.fail(drop=True, nth=3)
    story.stage.fail(status=500, nth=4, times=8)
    return _healed(story, _read(story, account, FEW))


def expired(story: Story) -> Chapter:
    """The product's token has expired."""
    account = story.of("second_read").bank_account
    story.stage.owner.advance("PT25M")
    return _read(story, account, FEW)


def disconnected(story: Story) -> Chapter:
    """It disconnects the account, and is asked to read all the same."""
    account = story.of("linking").bank_account

    def is_disconnected(calls: list[Watched]) -> bool:
        return any(_disconnects(each) for each in calls)

    calls = story.stage.act(Action.DISCONNECT, is_disconnected)
    if not is_disconnected(calls):
        raise NotTestable("a product that disconnects its bank account")
    later = story.stage.act_perhaps(Action.READ)
    return Chapter(calls=tuple(calls), bank_account=account, later=tuple(later))


def reconnected(story: Story) -> Chapter:
    """It connects the same real account once more, and reads."""
    story.of("disconnected")
    link = _linked(story, story.of("linking").chosen)
    read = _read(story, link.bank_account, FEW)
    return replace(read, calls=link.calls, later=read.calls)


def refused(story: Story) -> Chapter:
    """The user refuses at the bank."""
    calls, _ = story.stage.link(Decision.REFUSE, "", _has_ended)
    if not any(each.operation_id == "beginLinking" for each in calls):
        raise NotTestable("a product that begins to link a bank account")
    return Chapter(calls=tuple(calls))


def _linked(story: Story, wanted: str) -> Chapter:
    calls, chosen = story.stage.link(Decision.APPROVE, wanted, lambda found: bool(connected(found)))
    account = connected(calls)
    if not account:
        raise NotTestable("a product that connects the bank account that its user chose")
    return Chapter(calls=tuple(calls), bank_account=account, chosen=chosen)


def _read(story: Story, account: str, new: int) -> Chapter:
    """The product is asked to read, with new transactions there."""
    stage = story.stage
    known = max(story.brought(account), default=0)
    stage.post(account, new)
    calls = stage.act(Action.READ, lambda found: bool(reads(found, account)))
    if not reads(calls, account):
        raise NotTestable("a product that reads the transactions of the account it connected")
    return Chapter(
        calls=tuple(calls),
        bank_account=account,
        held=stage.held[account],
        known=known,
        brought=story.brought(account),
    )


def _healed(story: Story, chapter: Chapter) -> Chapter:
    """The chapter, after which all goes well again, and the product is asked once more."""
    story.stage.heal()
    later = tuple(story.stage.act_perhaps(Action.READ))
    return replace(chapter, later=later, brought=story.brought(chapter.bank_account))


def _disconnects(call: Watched) -> bool:
    return call.operation_id == "disconnectBankAccount" and call.succeeded


def _has_ended(calls: list[Watched]) -> bool:
    return any(each.status == 200 for each in polls(calls))


PLAYS: Mapping[str, Play] = {
    each.__name__: each
    for each in (
        linking,
        refused,
        first_read,
        second_read,
        throttled,
        failing,
        expired,
        disconnected,
        reconnected,
    )
}
