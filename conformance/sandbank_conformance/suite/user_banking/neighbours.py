"""Accounts that must not be touched by what happens to another one."""

from collections.abc import Callable

import pytest

from sandbank_conformance.draw import Draw
from sandbank_conformance.uploads import Upload, Uploads

Settle = Callable[[Uploads, Draw], tuple[Upload, Upload]]  # an account, and one of another user


def apart(made: Uploads, draw: Draw) -> tuple[Upload, Upload]:
    """An account, others of its user whose ids are like it, and an account of another user."""
    name = f"acc-{draw.word()}"
    bodies = [
        made.account_body(draw, transactions=1) | {"accountId": each}
        for each in (name, f"{name}x", name[:-1], name.upper())
    ]
    return made.several(made.user(), bodies)[0], made.account(draw, transactions=1)


def alike(made: Uploads, draw: Draw) -> tuple[Upload, Upload]:
    """An account, one of its user with the same transactions, and the same one of another user."""
    body = made.account_body(draw, transactions=2)
    other = {**body, "accountId": f"acc-{draw.word()}", "accountNumber": draw.digits()}
    upload, _ = made.several(made.user(), [body, other])
    return upload, made.upload(made.user(), body)


SETTLEMENTS = [
    pytest.param(apart, id="with ids of their own"),
    pytest.param(alike, id="with the same ids"),
]
settled = pytest.mark.parametrize("settle", SETTLEMENTS)
