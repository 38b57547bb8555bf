"""Telling the connector once more what it was told before."""

from sandbank_conformance.conditions import given
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.watch.provider.stage import Stage


def tell_again(stage: Stage, resource: str, kind: str) -> list[Exchange]:
    """Deliver the notifications of a type about a resource again; what the connector says."""
    answers = []
    for each in given(stage.unseen.call("listNotifications")).json:
        event = each["event"]
        if (event["resource"]["id"], event["type"]) == (resource, kind):
            given(stage.owner.call("redeliverNotification", each["notificationId"]))
            stage.settle()
            answers.append(stage.relay.answer_about(resource))
    return [each for each in answers if each is not None]
