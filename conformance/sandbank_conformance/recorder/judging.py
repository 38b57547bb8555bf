"""A call that went through, judged as `sandbank check` judges captured ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sandbank_conformance.exchange import Exchange
from sandbank_conformance.judge.captured import Capture
from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.judge.judging import Judgement, judge
from sandbank_conformance.judge.recognition import recognise
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.plans import APIS
from sandbank_conformance.recorder.calls import Answered, Passed
from sandbank_conformance.recorder.contents import Packed, unpacked
from sandbank_conformance.recorder.findings import Finding, findings
from sandbank_conformance.recorder.leading import ways_round
from sandbank_conformance.verdicts import Outcome


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A call, and what there is to say of it and of its answer."""

    call: CapturedCall
    passed: Passed
    judgement: Judgement | None  # None: a call of another service
    findings: Sequence[Finding] = ()

    @property
    def is_broken(self) -> bool:
        """Whether the answer breaks a rule that binds everybody."""
        return any(each.outcome is Outcome.FAIL for each in self.findings)


class Judge:
    """Judges one call after another, and remembers what they tell of each other."""

    def __init__(self, source: str, apis: Collection[str] = APIS) -> None:
        self._source = source
        self._apis = apis
        self._capture = Capture(())
        self._number = 0

    def judge(self, passed: Passed) -> Recorded:
        """Everything that a call and its answer show."""
        self._number += 1
        call = captured(passed, self._source, self._number)
        self._capture.learn(call)
        judgement = next(
            (
                judge(found, None, self._capture, passed.moment)
                for found in recognise([call])
                if found.judged.api in self._apis
            ),
            None,
        )
        return Recorded(
            call=call,
            passed=passed,
            judgement=judgement,
            findings=_findings(judgement, passed) if judgement else (),
        )


def captured(passed: Passed, source: str, number: int) -> CapturedCall:
    """The call as a capture of it shows it."""
    return CapturedCall(
        source=source,
        form=Form.HAR,
        label=f"entry {number}",
        method=passed.method.upper(),
        url=passed.url,
        headers=passed.headers,
        body=passed.body.data,
        size=passed.body.size,
        moment=passed.moment,
        answered=passed.answered.status if passed.answered else 0,
        is_at_home=True,
    )


def _findings(judgement: Judgement, passed: Passed) -> Sequence[Finding]:
    if passed.answered is None:
        return ()
    try:
        body = unpacked(passed.answered.headers, passed.answered.body.data)
    except Packed as error:
        told = Finding(found=f"the body of the answer {error}: it is not judged")
        return [*ways_round(passed, b""), told]
    if passed.trouble or not passed.answered.body.is_whole:
        return [*ways_round(passed, body)]
    exchange = _exchange(judgement, passed, passed.answered, body)
    return [*findings(judgement, exchange), *ways_round(passed, body)]


def _exchange(judgement: Judgement, passed: Passed, answered: Answered, body: bytes) -> Exchange:
    sent = Sent(method=passed.method, url=passed.url, headers=passed.headers, body=passed.body.data)
    received = Received(
        status=answered.status,
        headers=answered.headers,
        body=body,
        beyond=answered.beyond,
        seconds=passed.seconds,
    )
    return Exchange(
        operation_id=judgement.judged.id,
        api=judgement.judged.api,
        caller="",
        sent=sent,
        received=received,
    )
