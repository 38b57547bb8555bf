"""Liars about a report as such: its answer, its id, and in which order it is judged."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Forbidden, Malformed, Refusal
from sandbank_server.service import authorisations
from zoo.animals import Answered, Asked, liar
from zoo.liars.excuses import REPORTS, after_refusals, retry
from zoo.liars.retelling import ask_instead, problem, retell, success

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNKNOWN = b'"unknown_authorisation"'


@liar("PRV-AUTH-01")
def puts_a_body_into_a_204(patch: pytest.MonkeyPatch) -> None:
    """A report answers 204, and says so in JSON as well."""
    # Closed after it, so that the next answer is not mistaken for more of it.
    done = success({"status": "ok"}, 204).with_header("connection", "close")
    retell(patch, REPORTS, lambda told: done if told.status == 204 else told)


@liar("GEN-09", "PRV-AUTH-01")
def shows_what_was_reported(patch: pytest.MonkeyPatch) -> None:
    """A report answers 200 with what has become of the session."""
    shown = success({"data": {"status": "success"}})
    retell(patch, REPORTS, lambda told: shown if told.status == 204 else told)


def _retell_unknown(
    patch: pytest.MonkeyPatch, answered: Answered, meant: Callable[[str], bool] = lambda _: True
) -> None:
    def named(asked: Asked) -> bool:
        in_query = dict(parse_qsl(asked.query.decode("latin-1"))).get("authorisationId", "")
        in_path = asked.path.removeprefix("/provider/v1/authorisations").removeprefix("/")
        return REPORTS(asked) and meant(in_path or in_query)

    retell(patch, named, lambda told: answered if _UNKNOWN in told.body else told)


@liar("PRV-AUTH-02")
def does_not_find_unknown_sessions(patch: pytest.MonkeyPatch) -> None:
    """An unknown authorisation id answers 404, as in other APIs."""
    _retell_unknown(patch, problem(404))


@liar("PRV-AUTH-02")
def judges_the_shape_of_an_id(patch: pytest.MonkeyPatch) -> None:
    """An authorisation id that is no UUID answers 400."""
    _retell_unknown(patch, problem(400), lambda each: not _UUID.fullmatch(each))


@liar("GEN-01", "PRV-AUTH-02")
def breaks_down_over_an_id_of_another_shape(patch: pytest.MonkeyPatch) -> None:
    """An authorisation id that is no UUID is not expected, and answers 500."""
    _retell_unknown(patch, problem(500), lambda each: not _UUID.fullmatch(each))


@liar("PRV-AUTH-02")
def is_content_with_reports_of_no_session(patch: pytest.MonkeyPatch) -> None:
    """A report of a session that nobody knows answers 204, as if there were nothing to do."""
    _retell_unknown(patch, Answered(status=204))


@liar("PRV-AUTH-02")
def a_long_id_is_too_long(patch: pytest.MonkeyPatch) -> None:
    """An authorisation id of more than 64 characters answers 414."""
    _retell_unknown(patch, problem(414), lambda each: len(each) > 64)


@liar("GEN-05")
def names_somebody_elses_session_in_a_refusal(patch: pytest.MonkeyPatch) -> None:
    """The refusal of an unknown id helps with the ids that there are, whosever they are."""

    def then(endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        if refusal.code == "unknown_authorisation":
            held = endpoint._pipeline.sandbox.store.authorisations.all()
            refusal.detail += f" Known: {', '.join(each.authorisation_id for each in held)}."

    after_refusals(patch, then)


@liar("PRV-AUTH-06")
def takes_a_report_of_any_media_type(patch: pytest.MonkeyPatch) -> None:
    """A body that is JSON counts as JSON, whatever its Content-Type says."""

    def mend(asked: Asked, answered: Answered) -> Asked | None:
        charset = "charset" in (asked.header("content-type") or "")
        wrong = b'"content_type_wrong"' in answered.body and not charset
        return asked.with_header("content-type", "application/json") if wrong else None

    retry(patch, mend)


@liar("GEN-07", "PRV-AUTH-07")
def judges_the_id_before_the_body(patch: pytest.MonkeyPatch) -> None:
    """A broken body for an unknown session answers 409."""

    def then(endpoint: Endpoint, request: Request, _raw: bytes, refusal: Refusal) -> None:
        authorisation_id = request.scope["path_params"].get("authorisationId")
        if endpoint._operation_id == "reportAuthorisation" and isinstance(refusal, Malformed):
            caller: Any = endpoint._credentials.check(request.headers)
            authorisations._of_provider(endpoint._pipeline.sandbox, caller, authorisation_id)

    after_refusals(patch, then)


@liar("GEN-07", "PRV-AUTH-07")
def judges_the_body_before_the_headers(patch: pytest.MonkeyPatch) -> None:
    """A broken body with a wrong key or token answers 400."""

    def then(endpoint: Endpoint, request: Request, raw: bytes, refusal: Refusal) -> None:
        report = endpoint._operation_id.startswith("reportAuthorisation")
        if report and isinstance(refusal, Forbidden) and endpoint._body:
            endpoint._body.parse(raw, request.headers)

    after_refusals(patch, then)


@liar("PRV-AUTH-21")
def takes_the_first_of_two_ids_in_the_query(patch: pytest.MonkeyPatch) -> None:
    """An `authorisationId` that is given twice counts by its first value."""

    def first(asked: Asked) -> Asked:
        pairs = dict(reversed(parse_qsl(asked.query.decode())))
        return replace(asked, query=f"authorisationId={pairs.get('authorisationId', '')}".encode())

    ask_instead(patch, REPORTS, first)


@liar("PRV-AUTH-21")
def knows_ids_in_the_path_only(patch: pytest.MonkeyPatch) -> None:
    """A report with its id in the query answers 409, whatever the id."""

    def without(asked: Asked) -> Asked:
        return replace(asked, query=b"")

    ask_instead(patch, REPORTS, without)
