"""For servers of CI: a suite for each file, a case for each call."""

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from sandbank_conformance.judge.files import Checked
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.told import words
from sandbank_conformance.report.junit_parts import count, document, text


def written(files: Sequence[Checked], masked: Callable[[str], str]) -> str:
    """The document, secrets masked."""
    root = Element("testsuites", name="sandbank check")
    for file in files:
        suite = SubElement(root, "testsuite", name=text(file.source))
        for judgement in file.judgements:
            _case(suite, file, judgement, masked)
        if file.trouble:
            case = SubElement(suite, "testcase", classname=text(file.source), name="is judged")
            case.set("time", "0")
            told = text(masked(file.trouble))
            SubElement(case, "error", message=told, type="nothing to judge")
        count(suite)
    return document(root)


def _case(
    suite: Element, file: Checked, judgement: Judgement, masked: Callable[[str], str]
) -> None:
    label = judgement.call.label
    name = f"{label}: {words.title(judgement)}" if label else words.title(judgement)
    case = SubElement(
        suite, "testcase", classname=text(file.source), name=text(masked(name)), time="0"
    )
    told = text(masked("\n".join(_story(judgement))))
    if judgement.is_refused:
        message = text(masked(str(judgement.answer)))
        failure = SubElement(case, "failure", message=message, type=judgement.answer.requirement)
        failure.text = told
    else:
        SubElement(case, "system-out").text = told


def _story(judgement: Judgement) -> Iterator[str]:
    for each in judgement.violations:
        place = words.where(each.place, each.position, judgement.call)
        yield f"{each.status} {words.rule(each.requirement)}  {place}"
        yield f"  found     {each.found}"
        yield f"  right     {each.right}"
    for remark in judgement.remarks:
        yield f"remark      {remark.place}: {remark.told}"
    for unjudged in judgement.unjudged:
        yield f"unjudged    {unjudged.place}: {unjudged.why}"
    yield f"answer      {judgement.answer}"
