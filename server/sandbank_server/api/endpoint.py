"""What happens to a request once it is routed, in the order of judgement (GEN-07).

body limit → faults → credentials → media type → body and query → handler, inside one unit of work
→ answer
"""

import sys
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from starlette.types import Receive, Scope, Send

from sandbank_contract.documents import Document
from sandbank_contract.wiring import described, resolved
from sandbank_server.api import bodies, policies
from sandbank_server.api.calls import Answer, Call, Waiting, refused
from sandbank_server.api.errors import Defect, answer_to, style_of
from sandbank_server.api.faults import FaultyCall, Steps
from sandbank_server.api.incoming import Request
from sandbank_server.api.journal import Journal
from sandbank_server.api.recording import Exchange, Recorder
from sandbank_server.api.requests import Query, RequestBody
from sandbank_server.api.responses import Sender, body_of
from sandbank_server.api.security import Credentials
from sandbank_server.api.strict import Promise
from sandbank_server.domain.refusals import Refusal, Unavailable
from sandbank_server.service.due import do_what_is_due
from sandbank_server.service.faults import Hit
from sandbank_server.service.ports import Sandbox

Handler = Callable[[Call[Any]], Awaitable[Answer | Waiting[Any]]]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What all endpoints share."""

    sandbox: Sandbox
    journal: Journal
    sender: Sender
    strict: bool


class Endpoint:
    """One operation of one document."""

    def __init__(
        self,
        pipeline: Pipeline,
        document: Document,
        operation_id: str,
        handler: Handler,
        credentials: Credentials,
    ) -> None:
        self._pipeline = pipeline
        self._operation_id = operation_id
        self._recorder = Recorder(pipeline.sandbox, pipeline.journal, document.api, operation_id)
        self._handler = handler
        self._credentials = credentials
        operation = described(document, operation_id)
        body = resolved(document, operation.get("requestBody"))
        self._body = RequestBody(operation_id, body) if body else None
        self._query = Query(operation_id, resolved(document, operation["parameters"]))
        responses = operation["responses"]
        self._promise = (
            Promise(operation_id, resolved(document, responses)) if pipeline.strict else None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a caller who hangs up early changes nothing."""
        request = Request.of(scope)
        try:
            raw = await self._read(request, receive)
        except bodies.ClientGone:
            return
        except Refusal as refusal:
            raw, answer = b"", self._worded(refused(refusal), scope)
        else:
            sandbox = self._pipeline.sandbox
            hits = sandbox.faults.due(self._operation_id, sandbox.clock.now)
            if hits:
                await self._go_wrong(hits, request, raw, send)
                return
            answer = await self._answer(request, raw)
        sent = await self._pipeline.sender.send(answer, send)
        self._recorder.record(Exchange(request, raw, sent, answer))

    async def _read(self, request: Request, receive: Receive) -> bytes:
        if self._body is None and self._operation_id not in policies.SIGNED:
            return b""
        return await bodies.read(
            receive, declared=request.declared_length, patient="expect" not in request.headers
        )

    async def _go_wrong(
        self, hits: Sequence[Hit], request: Request, raw: bytes, send: Send
    ) -> None:
        def record(answer: Answer | None) -> None:
            sent = body_of(answer) if answer else b""
            faults = [each.fault for each in hits]
            self._recorder.record(Exchange(request, raw, sent, answer, faults))

        steps = Steps(
            do=lambda: self._answer(request, raw),
            worded=lambda answer: self._worded(answer, request.scope),
            record=record,
            send=send,
        )
        call = FaultyCall(hits, self._pipeline.sandbox.faults, self._pipeline.sender)
        await call.go(steps)

    async def _answer(self, request: Request, raw: bytes) -> Answer:
        try:
            answer = self._worded(await self._outcome(request, raw), request.scope)
            if self._promise:
                self._promise.judge(answer)
        except Exception as error:  # GEN-01: whatever is wrong with us, the caller is told so
            answer = self._worded(refused(self._defect(error)), request.scope)
        return answer

    async def _outcome(self, request: Request, raw: bytes) -> Answer:
        try:
            try:
                return await self._judge_and_do(request, raw)
            finally:
                # Also a read or a refusal may rest on what is not on the disk yet.
                await self._pipeline.sandbox.store.durable()
        except Refusal as refusal:
            return refused(refusal)

    def _worded(self, answer: Answer, scope: Scope) -> Answer:
        """The answer; a refusal in the words of the API, and still known as one."""
        if answer.refusal is None:
            return answer
        style = style_of(_segments(scope), self._operation_id)
        return replace(answer_to(answer.refusal, style), refusal=answer.refusal)

    async def _judge_and_do(self, request: Request, raw: bytes) -> Answer:
        sandbox = self._pipeline.sandbox
        with suppress(Unavailable):  # a full disk delays what is due; reads go on
            do_what_is_due(sandbox)
        caller = self._credentials.check(request.headers)
        body = self._body.parse(raw, request.headers) if self._body else None
        call = Call(
            caller=caller,
            path=request.scope.get("path_params", {}),
            query=self._query.parse(request.scope["query_string"]),
            headers=request.headers,
            body=body,
            raw_body=raw,
            base_url=request.base_url,
            url=request.base_url + request.path,
        )
        # Handlers never wait for anything, so nobody else sees the unit of work half-done.
        with sandbox.store.unit_of_work():
            answer = await self._handler(call)
        if not isinstance(answer, Waiting):
            return answer
        await sandbox.store.durable()  # nobody outside hears of what may be undone
        found = await answer.outside()
        with sandbox.store.unit_of_work():
            return answer.then(found)

    def _defect(self, error: Exception) -> Defect:
        print(f"DEFECT in {self._operation_id}: {error}", file=sys.stderr, flush=True)
        traceback.print_exception(error)
        return Defect("GEN-01", "internal_server_error", "The sandbox failed; its log says how.")


def _segments(scope: Scope) -> list[str]:
    segments: list[str] = scope["extensions"]["connexion_routing"]["segments"]
    return segments
