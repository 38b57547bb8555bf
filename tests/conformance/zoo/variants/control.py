"""Other choices about the control API, down to none at all."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from sandbank_contract import documents
from sandbank_server.domain.refusals import Malformed
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant
from zoo.variants.tools import body_of, codes_answer, is_control, problem, refusals_answer, retold

FOR_EVERYBODY = ("/_sandbox/health", "/_sandbox/openapi/", "/_sandbox/jwks.json")
SETTINGS = set(documents.load("control").raw["components"]["schemas"]["Settings"]["properties"])


def _refuse(patch: pytest.MonkeyPatch, status: int, chosen: Callable[[Asked], bool]) -> None:
    """Refuses some calls to the control API before the real server sees them."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        refused = is_control(asked) and chosen(asked)
        return problem(status) if refused else await forward(asked)

    on_the_wire(patch, wire)


@variant(*(f"CTL-{number:02}" for number in range(1, 12)), "UB-DEL-10")
def there_is_no_control_api(patch: pytest.MonkeyPatch) -> None:
    """No path of the control API exists."""
    _refuse(patch, 404, lambda _: True)


@variant(*(f"CTL-{number:02}" for number in range(1, 12) if number != 5), "UB-DEL-10")
def the_control_api_asks_for_a_token(patch: pytest.MonkeyPatch) -> None:
    """The control API answers 401, but for health, documents and keys."""
    _refuse(patch, 401, lambda asked: not asked.path.startswith(FOR_EVERYBODY))


@variant("CTL-02")
def worlds_cannot_be_exchanged(patch: pytest.MonkeyPatch) -> None:
    """The world is neither exported nor replaced, only reset: 403."""
    _refuse(patch, 403, lambda asked: asked.path == "/_sandbox/world")


@variant("CTL-02")
def the_world_is_never_reset(patch: pytest.MonkeyPatch) -> None:
    """The world is neither reset nor replaced, only exported: 403."""
    paths = ("/_sandbox/reset", "/_sandbox/world")
    _refuse(patch, 403, lambda asked: asked.path in paths and asked.method != "GET")


@variant("CTL-03")
def there_are_no_snapshots(patch: pytest.MonkeyPatch) -> None:
    """No path of snapshots exists."""
    _refuse(patch, 404, lambda asked: asked.path.startswith("/_sandbox/snapshots"))


@variant("CTL-03")
def wrong_names_of_snapshots_answer_404(patch: pytest.MonkeyPatch) -> None:
    """A name that no snapshot could have answers 404 as well."""
    codes_answer(patch, 404, "CTL-03", "invalid_request")


@variant("CTL-04")
def the_clock_cannot_be_moved(patch: pytest.MonkeyPatch) -> None:
    """The clock is told and runs with real time; moving it answers 403."""
    _refuse(patch, 403, lambda asked: asked.path == "/_sandbox/clock" and asked.method == "POST")


@variant("CTL-04")
def the_clock_only_advances(patch: pytest.MonkeyPatch) -> None:
    """The clock is neither set nor frozen: 400."""

    def chosen(asked: Asked) -> bool:
        body = body_of(asked) if asked.path == "/_sandbox/clock" else None
        return isinstance(body, dict) and bool({"set", "frozen"} & set(body))

    _refuse(patch, 400, chosen)


@variant("CTL-05")
def documents_and_keys_are_not_served(patch: pytest.MonkeyPatch) -> None:
    """Neither the OpenAPI documents nor the public keys are there: 404."""
    _refuse(patch, 404, lambda asked: asked.path.startswith(FOR_EVERYBODY[1:]))


@variant("CTL-06", "CTL-07")
def wrong_sessions_answer_409(patch: pytest.MonkeyPatch) -> None:
    """A session of what is not known, and a choice that is not offered, answer 409."""
    refusals_answer(
        patch,
        409,
        lambda refusal: (
            refusal.requirement in ("CTL-06", "CTL-07") and isinstance(refusal, Malformed)
        ),
    )


@variant("CTL-07")
def nothing_can_be_chosen(patch: pytest.MonkeyPatch) -> None:
    """The accounts that a session offers are listed, and chosen by a person only: 405."""
    _refuse(patch, 405, lambda asked: asked.path.endswith("/candidates") and asked.method == "POST")


@variant("CTL-06", "CTL-07")
def no_session_can_be_begun(patch: pytest.MonkeyPatch) -> None:
    """Sessions begin in a browser only: the control API has no path for them."""
    _refuse(patch, 404, lambda asked: asked.path.startswith("/_sandbox/authorisations"))


@variant("CTL-08")
def nothing_can_be_planted(patch: pytest.MonkeyPatch) -> None:
    """Fetched data comes from a bank only: the control API has no path for it."""
    _refuse(patch, 404, lambda asked: asked.path.endswith("/fetched-accounts"))


@variant("CTL-08")
def planting_what_is_there_answers_400(patch: pytest.MonkeyPatch) -> None:
    """Planting a transaction that is there already answers 400."""
    codes_answer(patch, 400, "UB-UP-04", "transactions_exist")


@variant("CTL-11")
def nothing_goes_wrong_on_purpose(patch: pytest.MonkeyPatch) -> None:
    """The control API has no path for faults."""
    _refuse(patch, 404, lambda asked: asked.path == "/_sandbox/faults")


@variant("CTL-12")
def providers_are_told_nowhere_else(patch: pytest.MonkeyPatch) -> None:
    """The control API has no path for connectors."""
    _refuse(patch, 404, lambda asked: asked.path.endswith("/connector"))


@variant("CTL-13")
def nothing_is_told_twice(patch: pytest.MonkeyPatch) -> None:
    """The control API has no path that has a notification delivered once more."""
    _refuse(patch, 404, lambda asked: asked.path.endswith("/redeliver"))


@variant("CTL-14")
def a_user_needs_a_browser(patch: pytest.MonkeyPatch) -> None:
    """The control API has no path that decides for a user."""
    _refuse(patch, 404, lambda asked: asked.path.endswith("/login"))


@variant("CTL-09")
def there_is_no_journal(patch: pytest.MonkeyPatch) -> None:
    """Calls are not kept, and the journal has no path."""
    _refuse(patch, 404, lambda asked: asked.path == "/_sandbox/journal")


@variant("CTL-09", "UB-DEL-10")
def there_is_no_trail(patch: pytest.MonkeyPatch) -> None:
    """Deletions are not listed: the trail has no path."""
    _refuse(patch, 404, lambda asked: asked.path == "/_sandbox/audit")


@variant("CTL-09")
def notifications_are_not_shown(patch: pytest.MonkeyPatch) -> None:
    """What providers are told is not shown to anybody else: 404."""
    _refuse(patch, 404, lambda asked: asked.path == "/_sandbox/notifications")


@variant("CTL-09")
def records_come_in_another_order(patch: pytest.MonkeyPatch) -> None:
    """Journal, notifications and trail are listed the other way round."""
    records = ("/_sandbox/journal", "/_sandbox/notifications", "/_sandbox/audit")

    def apply(asked: Asked, answered: Answered) -> Answered:
        if asked.path not in records or answered.status != 200:
            return answered
        return answered.with_body(json.dumps(json.loads(answered.body)[::-1]).encode())

    retold(patch, apply)


@variant("CTL-10")
def settings_are_not_to_be_changed(patch: pytest.MonkeyPatch) -> None:
    """The settings are fixed: changing them answers 403."""
    _refuse(patch, 403, lambda asked: asked.path == "/_sandbox/settings")


@variant("CTL-10")
def unknown_settings_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    """A setting that is not known is ignored."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        body = body_of(asked) if asked.path == "/_sandbox/settings" else None
        if isinstance(body, dict) and set(body) - SETTINGS:
            known = {name: value for name, value in body.items() if name in SETTINGS}
            asked = replace(asked, body=json.dumps(known).encode())
        return await forward(asked)

    on_the_wire(patch, wire)
