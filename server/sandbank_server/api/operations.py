"""Connexion's last step here: every routed request goes to the endpoint of its operation."""

from collections.abc import Callable
from typing import Any

from connexion.middleware.abstract import ROUTING_CONTEXT, RoutedAPI, RoutedMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbank_contract.documents import Document
from sandbank_server.api.endpoint import Endpoint, Pipeline
from sandbank_server.api.errors import MethodNotAllowed, NoSuchPath, answer_to, style_of
from sandbank_server.api.incoming import Request
from sandbank_server.api.journal import Entry
from sandbank_server.api.security import Credentials
from sandbank_server.domain.refusals import Refusal

CredentialsOf = Callable[[Any], Credentials]

_APIS = {"consumer": "consumer", "provider": "provider", "user-banking": "user_banking"}


class OperationsApi(RoutedAPI[Endpoint]):
    """The endpoints of one document."""

    def __init__(
        self,
        *args: Any,
        pipeline: Pipeline,
        document: Document,
        credentials_of: CredentialsOf,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._pipeline = pipeline
        self._document = document
        self._credentials_of = credentials_of
        self.add_paths()

    def make_operation(self, operation: Any) -> Endpoint:
        """Build the endpoint of one operation."""
        return Endpoint(
            self._pipeline,
            self._document,
            operation.operation_id,
            operation.function,
            self._credentials_of(operation),
        )


class Operations(RoutedMiddleware[OperationsApi]):
    """Sends a request to its operation; one without an operation is refused in the API's words."""

    api_cls = OperationsApi

    def __init__(self, app: ASGIApp, *, pipeline: Pipeline) -> None:
        super().__init__(app)
        self._pipeline = pipeline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or refuse a path or method that no document has."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["extensions"][ROUTING_CONTEXT]["operation_id"] is None:
            await self._refuse(scope, send)
        else:
            await super().__call__(scope, receive, send)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        context = scope["extensions"][ROUTING_CONTEXT]
        refusal: Refusal = (
            MethodNotAllowed(context["allowed"])
            if context["allowed"]
            else NoSuchPath("GEN-03", "path_unknown", "There is nothing at this path.")
        )
        answer = answer_to(refusal, style_of(context["segments"]))
        sent = await self._pipeline.sender.send(answer, send)
        self._record(Request.of(scope), context["segments"], int(answer.status), sent)

    def _record(self, request: Request, segments: list[str], status: int, sent: bytes) -> None:
        api = _APIS.get(segments[0])
        if api is None:
            return
        entry = Entry(
            at=self._pipeline.sandbox.clock.now(),
            api=api,
            operation_id=None,
            method=request.scope["method"],
            path=request.target,
            headers=request.headers,
            status=status,
            requirement="GEN-03",
            request=None,
            response=sent,
        )
        self._pipeline.journal.record(entry)
