"""What is left of a bank account in a product that has disconnected it."""

from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.product.calls import names, reads, served
from sandbank_conformance.watch.product.story import Story


@requirement("CON-OFF-09")
def test_no_call_names_a_bank_account_that_was_disconnected(story: Story) -> None:
    chapter = story.of("disconnected")
    late = next((each for each in chapter.later if names(each, chapter.bank_account)), None)

    ensure(
        late is None,
        expected="no call with its id, once its disconnection was answered 204",
        received=told(late) if late else "",
        exchange=late,
    )


@requirement("CON-OFF-09")
def test_no_call_names_it_after_another_one_was_connected(story: Story) -> None:
    old = story.of("disconnected").bank_account
    chapter = story.of("reconnected")
    calls = (*chapter.calls, *chapter.later)
    late = next((each for each in calls if names(each, old)), None)

    ensure(
        late is None,
        expected=f"no call with the old id, {old}",
        received=told(late) if late else "",
        exchange=late,
    )


@requirement("CON-OFF-09")
def test_an_account_that_was_connected_anew_is_read_from_its_start(story: Story) -> None:
    chapter = story.of("reconnected")
    if not any(each.succeeded for each in reads(chapter.later, chapter.bank_account)):
        raise NotTestable("a product that reads the account that it connected anew")
    missed = set(range(1, chapter.held + 1)) - set(
        served(chapter.later, chapter.bank_account, chapter.held)
    )

    ensure(
        not missed,
        expected=f"its transactions 1 to {chapter.held}: their ids begin anew",
        received=f"calls that leave out {sorted(missed)[:5]}",
        exchange=reads(chapter.later, chapter.bank_account)[0],
    )
