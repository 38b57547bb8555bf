"""What the calls of a capture tell of each other: kinds of sessions, what was used up before."""

from collections.abc import Iterable

from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.cases import Case, SessionKind, header
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.parameters import read_query, session_id
from sandbank_conformance.judge.veils import is_masked, is_variable

_PAGES = {"auth": SessionKind.ONBOARDING, "authrefresh": SessionKind.REAUTHORISATION}
_NONCE, _APPLICATION = "X-Nonce", "X-Application"


class Capture:
    """What is known from the calls before, and of sessions from all calls."""

    def __init__(self, calls: Iterable[CapturedCall]) -> None:
        self._kinds: dict[str, SessionKind] = {}
        self._reported: dict[str, str] = {}  # sessions, and by which call
        self._nonces: set[tuple[str, str]] = set()
        for call in calls:
            self.learn(call)

    def learn(self, call: CapturedCall) -> None:
        """Take note of the kind of session that a call to a provider's page tells."""
        parts = call.split
        kind = _PAGES.get(parts.path.rpartition("/")[2])
        if kind is None or call.method not in ("GET", ""):
            return
        for each in read_query(parts.query).get("authorisation_id", ()):
            if each and not is_variable(each):
                self._kinds[each] = kind

    def kind_of(self, authorisation_id: str | None) -> SessionKind | None:
        """The kind of a session: the user was sent to /auth or to /authrefresh for it."""
        if authorisation_id is None:
            kinds = set(self._kinds.values())
            return kinds.pop() if len(kinds) == 1 else None
        return self._kinds.get(authorisation_id)

    def judge(self, case: Case) -> None:
        """Note what the calls before make of this one."""
        self._judge_nonce(case)

    def reported_before(self, case: Case) -> str | None:
        """The call that reported the same session before, by its label."""
        found = session_id(case)
        return self._reported.get(found) if found else None

    def keep(self, case: Case, *, is_refused: bool) -> None:
        """Remember what a call has used up."""
        found = session_id(case)
        if found and not is_refused:
            self._reported.setdefault(found, case.call.label)

    def _judge_nonce(self, case: Case) -> None:
        if case.judged.id != "getAccessToken":
            return
        nonces, applications = case.call.values(_NONCE), case.call.values(_APPLICATION)
        if len(nonces) != 1 or len(applications) != 1 or is_masked(nonces[0]):
            return
        used = (applications[0].strip(), nonces[0].strip())
        if used in self._nonces:
            case.notes.violate(
                header(_NONCE),
                "CON-TOK-02",
                401,
                Stage.STATE,
                found="the nonce of a call before",
                right="a text that this application never sent before",
            )
        self._nonces.add(used)
