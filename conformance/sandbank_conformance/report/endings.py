"""What a run came to: which rules are broken, which differ, what was missing, and the sums."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.rules import Group, Rule, State, groups, missing, shown_states
from sandbank_conformance.report.screen import BOLD, GREEN, MAGENTA, RED, YELLOW, Screen
from sandbank_conformance.report.stories import rule_of
from sandbank_conformance.report.words import by_check, counted, several

MOST = 12  # entries of a list

_LISTS = {
    State.BROKEN: "Broken:",
    State.ERRORED: "In error, so nothing is proved: no answer came, or the check itself failed:",
    State.WARNED: "Against advice:",
    State.WAIVED: "Broken, but waived:",
    State.DIFFERS: "Different from Sandbank's choice, where the documents leave one "
    "(no fault under the profile documented):",
}
_COLUMNS = {
    State.BROKEN: "broken",
    State.ERRORED: "in error",
    State.WARNED: "advice",
    State.WAIVED: "waived",
    State.DIFFERS: "differ",
    State.PARTLY: "in part",
    State.NOT_TESTABLE: "not testable",
    State.UNASKED: "not asked",
}


# States of rules of which something was seen, and nothing that breaks a run.
SEEN = (State.PROVED, State.PARTLY, State.DIFFERS, State.WARNED, State.WAIVED)


def tell(screen: Screen, report: Report) -> None:
    """The whole end."""
    found = groups(report)
    rules = [each for group in found for each in group.rules]
    for state, head in _LISTS.items():
        _list(screen, head, [each for each in rules if each.state is state])
    _list_missing(screen, report)
    _table(screen, found)
    outcomes = by_check(report.verdicts)
    seconds = report.footer.get("seconds", 0.0)
    told = f": {counted(Counter(outcomes.values()))}" if outcomes else ""
    screen.say(f"{several(len(outcomes), 'check')} in {seconds:.1f} s{told}")
    for line in report.footer.get("remarks", ()):
        screen.say(plain(line))
    broken = [each for each in rules if each.state is State.BROKEN]
    screen.say(_coloured(screen, conclusion(rules), {each.state for each in rules}))
    if broken:
        screen.say(f"`sandbank explain {broken[0].requirement.id}` says more.")


def tell_so_far(screen: Screen, report: Report) -> None:
    """How far a run came that somebody ended."""
    outcomes = by_check(report.verdicts)
    told = f": {counted(Counter(outcomes.values()))}" if outcomes else ""
    of_all = several(report.header["checks"], "check")
    screen.say(f"Ended after {len(outcomes)} of {of_all}{told}")
    rules = [each for group in groups(report) for each in group.rules]
    if broken := _broken(rules):
        screen.say(screen.coloured(f"So far, {broken}", RED))
    elif outcomes:
        screen.say("So far, no rule is broken.")


def _coloured(screen: Screen, text: str, states: Collection[State]) -> str:
    """The last words in the colour of the gravest that they tell of."""
    colours = {State.BROKEN: RED, State.ERRORED: MAGENTA, **dict.fromkeys(SEEN, GREEN)}
    colour = next((colours[each] for each in colours if each in states), YELLOW)
    return screen.coloured(text, colour)


def _list(screen: Screen, head: str, rules: list[Rule]) -> None:
    if not rules:
        return
    screen.say(screen.coloured(head, BOLD))
    for rule in rules[:MOST]:
        found = [each for each in rule.verdicts if each.state is rule.state]
        checks = len({each.verdict.check for each in found})
        first = found[0].verdict
        # What differs is not told while the run goes on, so here is one of it.
        speaks = rule.state in (State.DIFFERS, State.ERRORED)
        told = f"{first.title}: {first.received}" if speaks else rule_of(first)
        number = f"{found[0].number}."
        times = f"{checks}x" if checks > 1 else ""
        screen.say(screen.cut(plain(f"  {number:>5} {rule.requirement.id:<11} {times:>4}  {told}")))
    if len(rules) > MOST:
        screen.say(f"  … and {several(len(rules) - MOST, 'rule')} more, in the reports of --report")
    screen.say()


def _list_missing(screen: Screen, report: Report) -> None:
    wanted = missing(report.verdicts)
    if not wanted:
        return
    screen.say(screen.coloured("Not testable, because this is missing:", BOLD))
    for what, times in wanted[:MOST]:
        screen.field(f"{several(times, 'check'):>11}", plain(what), indent=2)
    if len(wanted) > MOST:
        left = sum(times for _, times in wanted[MOST:])
        screen.say(f"  … and {several(left, 'check')} more, in the reports of --report")
    screen.say()


def _table(screen: Screen, found: Iterable[Group]) -> None:
    rows = [each for each in found if each.total]
    columns = [each for each in shown_states(rows) if each in _COLUMNS]
    heads = ["proved", *(_COLUMNS[each] for each in columns)]
    screen.say(screen.coloured(f"{'Rules':<18}" + "".join(f"{each:>14}" for each in heads), BOLD))
    for row in rows:
        screen.say(f"{row.title:<18}" + "".join(f"{each:>14}" for each in _cells(row, columns)))
    screen.say()


def _cells(row: Group, columns: Iterable[State]) -> Iterator[str]:
    yield f"{row.count(State.PROVED)} of {row.total}"
    yield from (str(row.count(each) or "") for each in columns)


def _broken(rules: Sequence[Rule]) -> str:
    """The broken rules by their ids; nothing where there are none."""
    broken = [each.requirement.id for each in rules if each.state is State.BROKEN]
    named = ", ".join(broken[:MOST]) + (" …" if len(broken) > MOST else "")
    return f"{several(len(broken), 'rule')} broken: {named}." if broken else ""


def conclusion(rules: Sequence[Rule]) -> str:
    """What it all comes to, in a sentence or two."""
    states = {each.state for each in rules}
    if broken := _broken(rules):
        return broken
    if State.ERRORED in states:
        return "No rule is broken as far as could be seen, but some checks ended in an error."
    if not states & set(SEEN):
        return "Nothing was proved."
    if states & {State.NOT_TESTABLE, State.PARTLY}:
        return "All rules that could be tested are met."
    asked = "" if State.UNASKED not in states else " that were asked for"
    return f"All rules{asked} are met."
