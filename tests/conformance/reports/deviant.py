"""A server that deviates by three things, until it is mended."""

import pytest
from zoo.animals import Animal, Answered, Asked, Forward, on_the_wire

mended = False  # whether it has stopped deviating


def _deviation(patch: pytest.MonkeyPatch) -> None:
    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if mended:
            return answered
        if asked.method == "DELETE" and "/bankaccounts/" in asked.path and answered.status == 204:
            return Answered(status=200, body=b"<script>alert(1)</script>")
        if asked.path.endswith("/oauth/token"):
            status = {200: 201, 401: 400}.get(answered.status, answered.status)
            return Answered(status=status, headers=answered.headers, body=answered.body)
        return answered

    on_the_wire(patch, wire)


# Disconnecting answers 200 with a body, a provider's token comes with 201, and wrong credentials
# of a provider answer 400.
DEVIANT = Animal(
    name="deviant",
    says="three things are different",
    breaks=frozenset({"CON-OFF-01", "PRV-TOK-01", "GEN-09"}),
    deviation=_deviation,
)
WANTED = ("CON-OFF-01", "CON-OFF-06", "PRV-TOK-01", "PRV-TOK-02", "CON-OFF-02", "GEN-09")
