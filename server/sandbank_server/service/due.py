"""What the clock brings about by itself."""

from sandbank_server.domain.users import User
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.removal import Deletion, record, remove_user


def do_what_is_due(sandbox: Sandbox) -> None:
    """Delete every user whose time is over, with all banking data; one look-up if there is none."""
    # "~" is above all that can follow in a time, so a user expires at its time, not after it.
    until = f"{sandbox.clock.now().isoformat()}~"
    expired = sandbox.store.users.find("expiring", "", before=(until,))
    if expired:
        with sandbox.store.unit_of_work():
            for user in expired:
                _expire(sandbox, user)


def _expire(sandbox: Sandbox, user: User) -> None:
    count = remove_user(sandbox, user)
    deletion = Deletion(
        client=user.client_id, action="expireUser", ids=(user.user_id,), count=count
    )
    record(sandbox, deletion)
