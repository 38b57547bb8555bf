"""A call that got no answer: it is the one that decides, in every report."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from reports.report_builders import STEP, report, verdict

from sandbank_conformance import assess
from sandbank_conformance.assess import Finished
from sandbank_conformance.client import Line
from sandbank_conformance.messages import Sent
from sandbank_conformance.report import page
from sandbank_conformance.report.rules import numbered
from sandbank_conformance.report.stories import story
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.trace import MOST, Trace
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.wire import TransportError, Wire
from sandbank_contract.vocabulary import Level

SILENT = {**STEP, "response": {"status": 0, "headers": [], "body": ""}, "seconds": 0.0}


@pytest.fixture
def place() -> Iterator[str]:
    """A server that answers GET with 400, and DELETE with nothing but an end."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                if caller.recv(65536).startswith(b"GET"):
                    caller.sendall(
                        b"HTTP/1.1 400 Bad\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    )

    Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


def errored(place: str, trace: Trace) -> Verdict:
    """What comes of a GET, and a DELETE behind it."""
    line = Line(Wire(timeout=5), trace)
    line.ask(Sent(method="GET", url=f"{place}/a"), operation_id="getX", api="consumer", caller="p")
    delete = Sent(method="DELETE", url=f"{place}/b")
    with pytest.raises(TransportError) as silence:
        line.ask(delete, operation_id="deleteX", api="consumer", caller="p")
    finished = Finished(
        check="a.b.c",
        title="c",
        requirement="CON-OFF-02",
        level=Level.MUST,
        error=silence.value,
        exchanges=trace.exchanges,
        seconds=0,
    )
    return next(assess.verdicts(finished, Secrets()))


def test_the_call_without_an_answer_is_the_last_step_and_decides(place: str) -> None:
    found = errored(place, Trace())

    assert found.outcome is Outcome.ERRORED
    told = story(next(numbered(report(found))))
    steps = [each.split("  ")[-1].strip() for each in told if "→" in each]
    assert steps == ["1. p: GET /a → 400", "2. p: DELETE /b → no answer ← decided"]
    assert f'-X DELETE "{place}/b"' in found.curl


def test_it_is_kept_however_many_calls_came_before(place: str) -> None:
    trace = Trace()
    for _ in range(MOST):
        trace.note(
            Line(Wire(), Trace()).ask(
                Sent(method="GET", url=place), operation_id="", api="consumer", caller="p"
            )
        )

    found = errored(place, trace)

    assert "DELETE" in found.curl
    assert found.decisive == MOST


def test_it_counts_as_no_answer(place: str) -> None:
    trace = Trace()

    errored(place, trace)

    assert trace.calls() == {"getX": {"400": 1}}


def test_the_page_says_so() -> None:
    told = replace(verdict(Outcome.ERRORED), steps=(STEP, SILENT), decisive=1)

    text = page.written(report(told))

    assert "→ no answer <b>decided</b>" in text
    assert "<b>no answer</b>" in text
    assert "after 0.0 ms" not in text


def test_one_call_before_is_one_call() -> None:
    told = replace(verdict(Outcome.FAIL), steps=(STEP,) * 9, decisive=8)

    assert any("… 1 call before" in each for each in story(next(numbered(report(told)))))
