"""What happens to a request once it is routed, in the order of judgement (GEN-07).

body limit → credentials → media type → body and query → handler, inside one unit of work → answer
"""

import sys
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from starlette.types import Receive, Scope, Send

from sandbank_contract.documents import Document
from sandbank_contract.wiring import described, resolved
from sandbank_server.api import bodies, policies
from sandbank_server.api.calls import Answer, Call
from sandbank_server.api.errors import Defect, Style, answer_to, style_of
from sandbank_server.api.incoming import Request
from sandbank_server.api.journal import Entry, Journal
from sandbank_server.api.owners import POSTS_OF_STATEMENTS, owners_of
from sandbank_server.api.requests import Query, RequestBody
from sandbank_server.api.responses import Sender
from sandbank_server.api.security import Credentials
from sandbank_server.api.strict import Promise
from sandbank_server.domain.refusals import Refusal, Unavailable
from sandbank_server.service.due import do_what_is_due
from sandbank_server.service.ports import Sandbox

Handler = Callable[[Call[Any]], Awaitable[Answer]]


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
        self._api = document.api
        self._operation_id = operation_id
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
        raw = b""
        refusal: Refusal | None = None
        try:
            if self._body is not None or self._operation_id in policies.SIGNED:
                raw = await bodies.read(
                    receive,
                    declared=request.declared_length,
                    patient="expect" not in request.headers,
                )
            answer = await self._handle(request, raw)
            refusal = answer.refusal
        except bodies.ClientGone:
            return
        except Refusal as raised:
            refusal = raised
        except Exception as error:  # GEN-01: whatever is wrong with us, the caller is told so
            refusal = self._defect(error)
        if refusal is not None:
            answer = answer_to(refusal, self._style(scope))
        sent = await self._pipeline.sender.send(answer, send)
        self._record(request, raw, sent, answer.status, refusal)

    async def _handle(self, request: Request, raw: bytes) -> Answer:
        try:
            answer = await self._judge_and_do(request, raw)
            if self._promise:
                self._promise.judge(self._rendered(answer, request.scope))
        except Refusal as refusal:
            if self._promise:
                self._promise.judge(answer_to(refusal, self._style(request.scope)))
            raise
        return answer

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
            return await self._handler(call)

    def _defect(self, error: Exception) -> Defect:
        print(f"DEFECT in {self._operation_id}: {error}", file=sys.stderr, flush=True)
        traceback.print_exception(error)
        return Defect("GEN-01", "internal_server_error", "The sandbox failed; its log says how.")

    def _style(self, scope: Scope) -> Style:
        return style_of(_segments(scope), self._operation_id)

    def _rendered(self, answer: Answer, scope: Scope) -> Answer:
        return answer_to(answer.refusal, self._style(scope)) if answer.refusal else answer

    def _record(
        self, request: Request, raw: bytes, sent: bytes, status: int, refusal: Refusal | None
    ) -> None:
        if self._api == "control":
            return
        path = request.scope.get("path_params", {})
        entry = Entry(
            at=self._pipeline.sandbox.clock.now(),
            api=self._api,
            operation_id=self._operation_id,
            method=request.scope["method"],
            path=request.target,
            headers=request.headers,
            status=int(status),
            requirement=refusal.truth if refusal else None,
            request=raw,
            response=sent,
            owners=owners_of(self._operation_id, path, raw),
            account_id=path.get("account-id"),
        )
        self._pipeline.journal.record(entry)
        if self._brings_back(entry):
            entry.bury()

    def _brings_back(self, entry: Entry) -> bool:
        """Whether a late statement holds again what a disconnection has deleted (CON-OFF-04)."""
        if self._operation_id not in POSTS_OF_STATEMENTS:
            return False
        accounts = map(self._pipeline.sandbox.store.bank_accounts.get, entry.owners)
        return any(account and not account.is_connected for account in accounts)


def _segments(scope: Scope) -> list[str]:
    segments: list[str] = scope["extensions"]["connexion_routing"]["segments"]
    return segments
