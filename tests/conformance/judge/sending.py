"""Sends a judged call to a running server: the very bytes, given what has to be right elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from served import Served, serving

from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.findings import Where
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.operations import REPORTS
from sandbank_conformance.judge.parameters import SESSION
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.wire import Wire
from sandbank_server.settings import Settings

BASES = {"consumer": "/consumer/v1", "provider": "/provider/v1", "user_banking": "/user-banking"}
OURS = (*BASES.values(), "/api/v1")
_ACCOUNT = "0d000000-0000-4000-8000-000000000003"  # one that can be authorised anew
_LEFT_OUT = ("host", "content-length", "connection", "accept-encoding", "cookie")


@dataclass(frozen=True)
class Sender:
    """A server, ways in, and a wire to it."""

    served: Served
    wire: Wire
    credentials: Mapping[str, Mapping[str, str]]  # by API

    def renew(self, operation_id: str) -> None:
        """The playground as it begins, where calls of an operation need it so."""
        if operation_id not in REPORTS:
            self.served.control("POST", "/reset")

    def send(self, judgement: Judgement) -> Received:
        """The answer to a call whose credentials count and whose session is open."""
        judged = judgement.judged
        sent = Sent(
            method=judgement.call.method or judged.operation.method,
            url=self.served.url + self._target(judgement),
            headers=tuple(self._headers(judgement)),
            body=judgement.call.body or b"",
        )
        return self.wire.send(sent)

    def _target(self, judgement: Judgement) -> str:
        call, judged = judgement.call, judgement.judged
        if call.is_bare:
            path = BASES[judged.api] + judged.operation.path
            path = path.replace("{user-id}", "user-1").replace("{account-id}", "acc-upload-1")
            return path.replace(f"{{{SESSION}}}", self._session(judgement))
        path = _on_our_base(judgement)
        query = f"?{call.split.query}" if call.split.query else ""
        if judged.id not in REPORTS or any(
            each.place.name in (SESSION, "") and each.place.where in (Where.PATH, Where.QUERY)
            for each in judgement.violations
        ):
            return path + query
        if query:
            return f"{path}?{SESSION}={self._session(judgement)}"
        return f"{path.rpartition('/')[0]}/{self._session(judgement)}"

    def _session(self, judgement: Judgement) -> str:
        wish: dict[str, str] = {"providerId": "provider-a", "kind": "onboarding"}
        if judgement.kind == "reauthorisation":
            wish = {**wish, "kind": "reauthorisation", "bankAccountId": _ACCOUNT}
        begun = self.served.control("POST", "/authorisations", json=wish)
        return str(begun["authorisationId"])

    def _headers(self, judgement: Judgement) -> Iterator[tuple[str, str]]:
        call, judged = judgement.call, judgement.judged
        ours = self.credentials[judged.api] if judged.schemes else {}
        wrong = {
            each.place.name.lower()
            for each in judgement.violations
            if each.place.where is Where.HEADER
        }
        for name, value in call.headers:
            known = name.lower() in ours and name.lower() not in wrong
            if name.lower() not in _LEFT_OUT and not known:
                yield name, value
        for name, value in ours.items():
            if name not in wrong:
                yield name, value
        if _lacks_type(call) and judged.content:
            yield "Content-Type", next(iter(judged.content))


@contextmanager
def sending() -> Iterator[Sender]:
    """A sender to a sandbox that checks its own answers."""
    wire = Wire()
    with serving(Settings(port=0, strict=True)) as served:
        credentials = {
            "provider": served.provider_headers(),
            "consumer": served.product_headers(),
            "user_banking": served.upload_headers(),
        }
        yield Sender(served, wire, credentials)
        wire.close()


def _lacks_type(call: CapturedCall) -> bool:
    return not call.values("content-type") and not call.lacks("content-type")


def _on_our_base(judgement: Judgement) -> str:
    path = judgement.call.split.path
    start = path.find("/", 2 if path.startswith("{{") else 0)
    path = path[start:]
    if path.startswith(OURS):
        return path
    ours = len(judgement.judged.segments)
    return "/".join([BASES[judgement.judged.api], *path.split("/")[-ours:]])
