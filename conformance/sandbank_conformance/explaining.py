"""A requirement told in words: rule, weight, source, calls, examples, and the checks about it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sandbank_conformance.report.meanings import BASES, LEVELS, SUBJECTS
from sandbank_conformance.report.rules import TITLES
from sandbank_conformance.report.screen import BOLD, Screen
from sandbank_conformance.report.sources import source_of
from sandbank_conformance.report.words import several
from sandbank_contract import documents
from sandbank_contract.examples import load_examples
from sandbank_contract.requirements import Part, Requirement, load_catalogue
from sandbank_contract.vocabulary import GROUPS

MOST = 12  # operations that are named one by one


def explain(screen: Screen, known: Requirement, checks: Sequence[str] | None) -> None:
    """Everything about one requirement; `checks` is None where they cannot be listed."""
    example = load_examples()[known.id]
    screen.say(screen.coloured(known.id, BOLD))
    _part(screen, "rule", known)
    if known.also:
        _part(screen, "and", known.also)
    screen.field("binds", SUBJECTS[known.subject])
    screen.field("source", source_of(known))
    screen.say()
    screen.field("meets", example.meets)
    screen.field("breaks", example.breaks)
    screen.say()
    for number, line in enumerate(_calls(known)):
        screen.field("calls" if number == 0 else "", line)
    screen.field("statuses", ", ".join(str(each) for each in known.statuses))
    screen.say()
    for number, line in enumerate(_checks(checks)):
        screen.field("checks" if number == 0 else "", line)


def _part(screen: Screen, name: str, part: Requirement | Part) -> None:
    screen.field(name, part.text)
    screen.field("", f"{part.level}: {LEVELS[part.level]} ({BASES[part.basis]})")


def _calls(known: Requirement) -> Iterator[str]:
    for document in documents.load_all():
        base = document.base_path
        if known.covers_all_of(document.api):
            yield f"every operation of the {TITLES[document.api]}"
            continue
        named = [each for each in document.operations if known.names(each)]
        for each in named[:MOST]:
            yield f"{each.method} {base}{each.path} ({each.operation_id})"
        if len(named) > MOST:
            rest = ", ".join(each.operation_id for each in named[MOST:])
            yield f"and of the {TITLES[document.api]}: {rest}"


def _checks(checks: Sequence[str] | None) -> Iterator[str]:
    if checks is None:
        yield "listed where they are installed: pip install 'sandbank[verify]'"
        return
    if not checks:
        yield "none: no server can show it"
        return
    variations = Counter(each.partition("[")[0] for each in checks)
    for name, times in variations.items():
        yield f"{name} ({several(times, 'variation')})" if times > 1 else name


def index(screen: Screen) -> None:
    """Every requirement in a line."""
    for group, prefix in GROUPS.items():
        screen.say(screen.coloured(TITLES[group], BOLD))
        for each in load_catalogue().values():
            if each.id.startswith(f"{prefix}-"):
                screen.say(screen.cut(f"  {each.id:<12} {each.level:<8} {each.text}"))
        screen.say()
