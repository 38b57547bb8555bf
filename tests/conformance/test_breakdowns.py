"""A server that breaks down over a call has failed; one that only hangs up may have had reasons."""

import socket
from collections.abc import Iterator
from threading import Thread
from time import sleep

import pytest

from sandbank_conformance import assess, wire
from sandbank_conformance.assess import Finished
from sandbank_conformance.client import Line
from sandbank_conformance.exchange import Unanswered
from sandbank_conformance.messages import Sent
from sandbank_conformance.remarks import remarks
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.trace import Trace
from sandbank_conformance.verdicts import Outcome
from sandbank_conformance.wire import TransportError, Wire
from sandbank_contract.vocabulary import Level

ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class Fragile:
    """Answers, but for `/rude`, where it hangs up, and `/deadly`, where it is gone for a while."""

    def __init__(self, gone: float) -> None:
        self.gone = gone
        self.ended = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            with caller:
                asked = caller.recv(65536)
                if b"/deadly" in asked:
                    self.listener.close()
                elif b"/rude" not in asked:
                    caller.sendall(ANSWER)
            if b"/deadly" in asked:
                sleep(self.gone)
                if self.ended:
                    return
                self.listener = socket.create_server(("127.0.0.1", self.port))

    def ask(self, path: str) -> None:
        line = Line(Wire(timeout=5), Trace())
        sent = Sent(method="GET", url=f"http://127.0.0.1:{self.port}{path}")
        try:
            line.ask(sent, operation_id="listBanks", api="consumer", caller="product")
        finally:
            line.wire.close()


@pytest.fixture
def fragile() -> Iterator[Fragile]:
    server = Fragile(gone=0.5)
    yield server
    server.ended = True
    server.listener.close()


def outcomes(requirement: str, error: Exception) -> list[tuple[str, Outcome]]:
    finished = Finished(
        check="a.b.c",
        title="c",
        requirement=requirement,
        level=Level.MUST,
        error=error,
        exchanges=(),
        seconds=0,
    )
    own = [(each.requirement, each.outcome) for each in assess.verdicts(finished, Secrets())]
    return own + [(named, Outcome.FAIL) for named, _ in remarks((), error)]


def test_who_is_gone_after_a_call_has_broken_down(fragile: Fragile) -> None:
    with pytest.raises(Unanswered, match="then it was gone for") as broken:
        fragile.ask("/deadly")

    assert broken.value.exchange.sent.url.endswith("/deadly")
    fragile.ask("/there-again")


def test_who_does_not_come_back_is_not_waited_for_for_ever(
    fragile: Fragile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "RESTART", 0.1)

    with pytest.raises(Unanswered, match="has not been there since"):
        fragile.ask("/deadly")


def test_who_hangs_up_and_answers_the_next_call_has_not_broken_down(fragile: Fragile) -> None:
    with pytest.raises(TransportError) as silent:
        fragile.ask("/rude")

    assert not isinstance(silent.value, Unanswered)
    assert outcomes("GEN-01", silent.value) == [("GEN-01", Outcome.ERRORED)]


def test_a_breakdown_fails_the_rule_that_nothing_makes_a_server_fail(fragile: Fragile) -> None:
    with pytest.raises(Unanswered) as broken:
        fragile.ask("/deadly")

    assert outcomes("GEN-01", broken.value)[0] == ("GEN-01", Outcome.FAIL)
    proved = outcomes("CON-OFF-12", broken.value)
    assert proved == [("CON-OFF-12", Outcome.NOT_TESTABLE), ("GEN-01", Outcome.FAIL)]
