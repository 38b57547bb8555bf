"""From a call and its answer to what the journal keeps of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbank_server.api.calls import Answer
from sandbank_server.api.incoming import Request
from sandbank_server.api.journal import Entry, Journal
from sandbank_server.api.owners import POSTS_OF_STATEMENTS, owners_of
from sandbank_server.domain.faults import Fault
from sandbank_server.service.ports import Sandbox


@dataclass(frozen=True, slots=True)
class Exchange:
    """A call and what it got: the bytes of a body, and the answer, or None without one."""

    request: Request
    raw: bytes
    sent: bytes
    answer: Answer | None
    faults: Sequence[Fault] = ()  # that it met


@dataclass(frozen=True, slots=True)
class Recorder:
    """Keeps the calls of one operation; those of the owner are nobody's business."""

    sandbox: Sandbox
    journal: Journal
    api: str
    operation_id: str

    def record(self, exchange: Exchange) -> None:
        """Put a call into the journal, secrets masked."""
        if self.api == "control":
            return
        request, answer = exchange.request, exchange.answer
        refusal = answer.refusal if answer else None
        path = request.scope.get("path_params", {})
        entry = Entry(
            at=self.sandbox.clock.now(),
            api=self.api,
            operation_id=self.operation_id,
            method=request.scope["method"],
            path=request.target,
            headers=request.headers,
            status=int(answer.status) if answer else None,
            requirement=refusal.truth if refusal else None,
            request=exchange.raw,
            response=exchange.sent,
            owners=owners_of(self.operation_id, path, exchange.raw),
            account_id=path.get("account-id"),
            faults=tuple(exchange.faults),
        )
        self.journal.record(entry)
        if self._brings_back(entry):
            entry.bury()

    def _brings_back(self, entry: Entry) -> bool:
        """Whether a late statement holds again what a disconnection has deleted (CON-OFF-04)."""
        if self.operation_id not in POSTS_OF_STATEMENTS:
            return False
        accounts = map(self.sandbox.store.bank_accounts.get, entry.owners)
        return any(account and not account.is_connected for account in accounts)
