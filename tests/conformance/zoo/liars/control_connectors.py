"""Sandboxes that tell providers elsewhere, in another way or at other times than they should."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sandbank_server.adapters.destinations import Destinations
from sandbank_server.domain import deliveries
from sandbank_server.domain.connectors import Connector
from sandbank_server.domain.notifications import Attempt, Notification
from sandbank_server.domain.organisations import Provider
from sandbank_server.service import connectors, outbox, provider_settings
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar


@liar("CTL-12")
def calls_whatever_address_it_is_given(patch: pytest.MonkeyPatch) -> None:
    """No address is refused: the metadata service of a cloud would be called too."""

    async def no_fault(self: Destinations, address: str) -> str | None:  # noqa: ARG001
        return None

    patch.setattr(Destinations, "fault", no_fault)


@liar("CTL-12")
def forgets_the_header_of_a_provider(patch: pytest.MonkeyPatch) -> None:
    """Notifications carry a token, but not the header by which the provider knows its caller."""
    real = connectors.credentials

    def deviating(sandbox: Sandbox, provider: Provider) -> Mapping[str, str]:
        return {"Authorization": real(sandbox, provider)["Authorization"]}

    patch.setattr(outbox, "credentials", deviating)


@liar("CTL-12")
def tells_a_provider_without_a_token(patch: pytest.MonkeyPatch) -> None:
    """Notifications carry the provider's header, and nothing that is signed."""
    real = connectors.credentials

    def deviating(sandbox: Sandbox, provider: Provider) -> Mapping[str, str]:
        headers = dict(real(sandbox, provider))
        del headers["Authorization"]
        return headers

    patch.setattr(outbox, "credentials", deviating)


@liar("CTL-12")
def keeps_the_address_that_was_set_first(patch: pytest.MonkeyPatch) -> None:
    """What is left out stays as it was set before."""
    real = provider_settings.set_connector

    def deviating(sandbox: Sandbox, provider_id: str, connector: Connector | None) -> None:
        if connector is not None:
            real(sandbox, provider_id, connector)

    patch.setattr(provider_settings, "set_connector", deviating)


@liar("CTL-13")
def gives_up_after_two_attempts(patch: pytest.MonkeyPatch) -> None:
    """The second attempt is the last one."""
    patch.setattr(deliveries, "WAITS", deliveries.WAITS[:1])


@liar("CTL-13")
def waits_as_long_before_each_attempt(patch: pytest.MonkeyPatch) -> None:
    """Attempts follow each other by a second, however many have failed."""
    patch.setattr(deliveries, "WAITS", (timedelta(seconds=1),) * 3)


@liar("CTL-13")
def takes_any_answer_for_a_delivery(patch: pytest.MonkeyPatch) -> None:
    """Whatever the provider answers, it was told."""
    real = deliveries._event

    def deviating(notification: Notification, attempt: Attempt) -> deliveries.NotificationEvent:
        answered = attempt.status is not None
        return real(notification, replace(attempt, status=204) if answered else attempt)

    patch.setattr(deliveries, "_event", deviating)


@liar("CTL-13")
def remembers_that_it_was_to_tell_again_and_does_not(patch: pytest.MonkeyPatch) -> None:
    """A notification that is asked for again is shown as pending, and stays where it is."""
    patch.setattr(outbox, "post", _post_only_what_is_new(outbox.post))


def _post_only_what_is_new(real: object) -> object:
    def deviating(sandbox: Sandbox, notification: Notification) -> None:
        if notification.deliveries == 1:
            real(sandbox, notification)  # type: ignore[operator]

    return deviating


@liar("CTL-13")
def tries_again_at_once(patch: pytest.MonkeyPatch) -> None:
    """No attempt waits for its time on the clock."""

    def deviating(notification: Notification) -> datetime | None:  # noqa: ARG001
        return None

    patch.setattr(outbox, "due_at", deviating)
