"""For GitHub Actions: an annotation for each thing that is wrong, at its line."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.files import Checked
from sandbank_conformance.judge.findings import Remark, Violation, Where
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.told import words
from sandbank_conformance.report.plain import lines
from sandbank_conformance.report.workflow import command

MOST = 10  # annotations of a kind; GitHub shows no more of a step


def written(files: Sequence[Checked], masked: Callable[[str], str]) -> str:
    """The annotations, the gravest first, secrets masked."""
    told: Counter[str] = Counter()
    found = sorted(_annotations(files), key=lambda each: _KINDS.index(each[0]))
    output = []
    for kind, message, properties in found:
        told[kind] += 1
        if told[kind] <= MOST:
            safe = {name: masked(value) for name, value in properties.items()}
            output.append(command(kind, lines(masked(message)), **safe))
    output += [f"{told[kind] - MOST} more: {kind}" for kind in _KINDS if told[kind] > MOST]
    return "".join(f"{each}\n" for each in output)


_KINDS = ("error", "warning", "notice")
_Annotation = tuple[str, str, dict[str, str]]


def _annotations(files: Sequence[Checked]) -> Iterator[_Annotation]:
    for file in files:
        if file.trouble:
            yield "error", file.trouble, {"file": file.source, "title": "sandbank check"}
        for judgement in file.judgements:
            yield from _of_call(judgement)


def _of_call(judgement: Judgement) -> Iterator[_Annotation]:
    call = judgement.call
    for each in judgement.violations:
        message = f"{words.title(judgement)}: {each.place}\nfound {each.found}\nright {each.right}"
        title = f"{each.status} {each.requirement}"
        yield "error", message, {**_place(each, call), "title": title}
    for remark in judgement.remarks:
        message = f"{remark.place}: {remark.told}"
        yield "warning", message, {**_place(remark, call), "title": "sandbank check"}
    if judgement.answer.status is None:
        yield "notice", str(judgement.answer), {"file": call.source, "title": "sandbank check"}


def _place(found: Violation | Remark, call: CapturedCall) -> dict[str, str]:
    position = words.position_in_file(found.position, call) if call.body_line else None
    line = position.line if position and found.place.where is Where.BODY else call.line
    column = position.column if position else 0
    return {"file": call.source, "line": str(line or ""), "col": str(column or "")}
