"""A call that was recorded is judged by `sandbank check` as it was when it went through."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from corpus import specimens

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.judge.files import Wish, check
from sandbank_conformance.judge.findings import Stage, Unjudged
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.secrecy import Masks
from sandbank_conformance.recorder.bodies import KEPT
from sandbank_conformance.recorder.bookkeeping import Bookkeeper
from sandbank_conformance.recorder.calls import Body, Passed
from sandbank_conformance.recorder.covering import Masked
from sandbank_conformance.recorder.har_file import HarFile
from sandbank_conformance.recorder.judging import Judge, Recorded
from sandbank_conformance.recorder.tally import Tally


class Silent:
    """Keeps what is told."""

    def __init__(self) -> None:
        self.told: list[Recorded] = []

    def call(self, recorded: Recorded, _: Masked) -> None:
        self.told.append(recorded)

    def trouble(self, told: str) -> None:
        raise AssertionError(told)

    def end(self, tally: Tally, har: str) -> None:
        pass


def passed(call: CapturedCall) -> Passed:
    """A captured call as if it had gone through."""
    body = call.body or b""
    query = f"?{call.split.query}" if call.split.query else ""
    return Passed(
        moment=now(),
        method=call.method,
        url=f"http://127.0.0.1:8080{call.split.path}{query}",
        version="HTTP/1.1",
        headers=call.headers,
        body=Body(data=body, size=len(body)),
    )


def faults(judgement: Judgement, but: Iterable[Unjudged] = ()) -> list[str]:
    """What is wrong, but for what is left unjudged, and whose a token is that is masked."""
    places = {str(each.place) for each in but}
    is_masked = "header Authorization" in places
    return [
        f"{each.requirement} {each.place}"
        for each in judgement.violations
        if str(each.place) not in places and not (is_masked and each.stage is Stage.OWNER)
    ]


def test_every_call_of_the_corpus_is_judged_again_as_before(tmp_path: Path) -> None:
    for specimen in specimens():
        telling, har = Silent(), HarFile(tmp_path / f"{specimen.name.replace('/', '-')}.har")
        books = Bookkeeper(Judge("live"), telling, har)
        for judgement in specimen.checked().judgements:
            if judgement.call.url:
                books.note(passed(judgement.call))
        books.end()
        wish = Wish(now=now())
        again = check("har", har.path.read_bytes(), wish, Masks()).judgements
        before = [each.judgement for each in telling.told if each.judgement]
        for first, second in zip(before, again, strict=True):
            hidden = second.unjudged
            assert faults(second, but=hidden) == faults(first, but=hidden), specimen.name
            assert second.judged is first.judged
            assert str(second.answer) == str(first.answer) or faults(first) != faults(second)


def test_a_body_that_is_too_large_to_be_kept_is_judged_by_its_size(tmp_path: Path) -> None:
    har = HarFile(tmp_path / "calls.har")
    books = Bookkeeper(Judge("live"), Silent(), har)
    headers = (("Content-Type", "application/json"), ("Authorization", "Bearer a"))
    call = CapturedCall(source="", form=Form.HAR, method="POST", url="/users", headers=headers)
    books.note(replace(passed(call), body=Body(data=b"x" * KEPT, size=KEPT + 5)))
    books.end()

    checked = check("har", har.path.read_bytes(), Wish(now=now()), Masks())

    (judgement,) = checked.judgements
    assert judgement.answer.status == 413
    assert judgement.violations[0].found == f"{KEPT + 5} bytes"
