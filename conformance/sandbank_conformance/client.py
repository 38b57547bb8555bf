"""How an API is called: by operationId, with the documents' paths and the caller's credentials."""

import json as jsonlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from time import sleep
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.exchange import NO_ANSWER, NOTHING, Exchange, Unanswered
from sandbank_conformance.messages import Headers, Sent
from sandbank_conformance.target import Api, ConsumerApi
from sandbank_conformance.trace import Trace
from sandbank_conformance.wire import BrokeDown, TransportError, Wire
from sandbank_contract import documents

HeaderChanges = Mapping[str, str | Sequence[str] | None]

LONG = "/organisations/{organisationId}/companies"  # before the company, in the long path style
PATIENCE, TIMES = 30, 3  # seconds at most until a busy server is asked again, and how often
TOKENS = ("getAccessToken", "issueProviderToken", "issueUploadToken")


@dataclass(frozen=True, slots=True)
class Line:
    """The wire, and the trace in which every call over it is noted."""

    wire: Wire
    trace: Trace

    def ask(
        self, sent: Sent, *, operation_id: str, api: str, caller: str, patient: bool = True
    ) -> Exchange:
        """One call, noted; made again after a while where the server asks for that."""
        for _ in range(TIMES if patient else 0):
            answer = self._ask(sent, operation_id=operation_id, api=api, caller=caller)
            pause = _pause(answer)
            if pause is None:
                return answer
            sleep(pause)
        return self._ask(sent, operation_id=operation_id, api=api, caller=caller)

    def _ask(self, sent: Sent, *, operation_id: str, api: str, caller: str) -> Exchange:
        """One call, noted, be it without an answer."""
        call = partial(Exchange, operation_id=operation_id, api=api, caller=caller, sent=sent)
        try:
            exchange = call(received=self.wire.send(sent))
        except TransportError as error:
            silent = call(received=NO_ANSWER)
            self.trace.note_unanswered(silent)
            if isinstance(error, BrokeDown):
                raise Unanswered(str(error), silent) from error
            raise
        self.trace.note(exchange)
        return exchange


def _pause(answer: Exchange) -> float | None:
    """The seconds that a server which is too busy asks to wait; None where it is not."""
    asked = answer.header("retry-after") or ""
    if answer.status != HTTPStatus.TOO_MANY_REQUESTS or not asked.isdecimal():
        return None
    if int(asked) > PATIENCE:
        raise NotTestable(f"a target with time for calls: this one asks to wait {asked} seconds")
    return float(asked)


class Client:
    """One API of the target."""

    def __init__(self, line: Line, name: str, api: Api) -> None:
        self._line = line
        self._name = name
        self._api = api
        self._operations = {each.operation_id: each for each in documents.load(name).operations}

    def ask(
        self,
        operation_id: str,
        path: Mapping[str, str],
        *,
        caller: str,
        headers: HeaderChanges | None = None,
        query: Mapping[str, Any] | str | None = None,
        json: Any = NOTHING,
        content: bytes | str | None = None,
        patient: bool = True,
    ) -> Exchange:
        """Call an operation. A body given as `json` gets the target's own members added.

        A server that is too busy is asked again, as the documents want it, unless not `patient`.
        """
        operation = self._operations[operation_id]
        asked = dict(headers or {})
        body = b""
        if json is not NOTHING:
            body = jsonlib.dumps(self.completed(operation_id, json), ensure_ascii=False).encode()
            asked.setdefault("Content-Type", "application/json")
        elif content is not None:
            body = content.encode() if isinstance(content, str) else content
        url = self.address(operation_id, path) + _query(query)
        sent = Sent(method=operation.method, url=url, headers=_listed(asked), body=body)
        return self._line.ask(
            sent, operation_id=operation_id, api=self._name, caller=caller, patient=patient
        )

    def ask_anything(
        self,
        method: str,
        target: str,
        *,
        caller: str,
        headers: HeaderChanges | None = None,
        content: bytes = b"",
    ) -> Exchange:
        """Call what the documents may not know; `target` comes behind the base path, as it is."""
        sent = Sent(
            method=method, url=self._api.url + target, headers=_listed(headers or {}), body=content
        )
        return self._line.ask(sent, operation_id="", api=self._name, caller=caller)

    def follow(
        self, exchange: Exchange, link: Any, *, caller: str, headers: HeaderChanges | None = None
    ) -> Exchange:
        """Get what a link in an answer leads to, unless that is another server's."""
        url = urljoin(exchange.sent.url, link) if isinstance(link, str) else ""
        if urlsplit(url)[:2] != urlsplit(exchange.sent.url)[:2]:
            raise NotTestable(f"a link to the server that gave it; this one is {link!r}")
        return self._line.ask(
            Sent(method="GET", url=url, headers=_listed(headers or {})),
            operation_id=exchange.operation_id,
            api=self._name,
            caller=caller,
        )

    def template(self, operation_id: str) -> str:
        """The path of an operation behind the base path: the target's, or the documents'."""
        documented = self._operations[operation_id].path
        is_long = isinstance(self._api, ConsumerApi) and self._api.path_style == "long"
        ours = (
            LONG + documented if is_long and documented.startswith("/{companyId}") else documented
        )
        return self._api.paths.get(operation_id, ours)

    def address(self, operation_id: str, path: Mapping[str, str] | None = None) -> str:
        """The whole URL of an operation, without a query."""
        if self._api.token_url and operation_id in TOKENS:
            return self._api.token_url
        return self._api.url + filled(self.template(operation_id), path or {})

    def parameters(self, operation_id: str) -> list[str]:
        """The names of the path's parameters, in order."""
        template = self._operations[operation_id].path
        return [part.partition("}")[0] for part in template.split("{")[1:]]

    def items(self, exchange: Exchange, default: str) -> Any:
        """What an answer lists: where the target says, or where the documents say."""
        return exchange.at(self._api.answers.get(exchange.operation_id, default))

    def completed(self, operation_id: str, body: Any) -> Any:
        """A body with the members that the target wants besides."""
        more = self._api.bodies.get(operation_id)
        if not more or not isinstance(body, dict):
            return body
        return {**more, **body}


def filled(template: str, path: Mapping[str, str]) -> str:
    """A path template with its parameters, each as one percent-encoded segment."""
    for name, value in path.items():
        template = template.replace("{" + name + "}", quote(value, safe="~"))
    return template


def _query(query: Mapping[str, Any] | str | None) -> str:
    if not query:
        return ""
    return "?" + (query if isinstance(query, str) else urlencode(query, doseq=True))


def _listed(headers: HeaderChanges) -> Headers:
    """Headers one by one: a list of values is a header that comes more than once."""
    listed: list[tuple[str, str]] = []
    for name, value in headers.items():
        if isinstance(value, str):
            listed.append((name, value))
        elif value is not None:
            listed.extend((name, each) for each in value)
    return tuple(listed)
