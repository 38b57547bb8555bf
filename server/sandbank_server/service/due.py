"""What the clock brings about by itself."""

from sandbank_server.domain.users import User
from sandbank_server.service import playground_business
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.processing import process
from sandbank_server.service.removal import Deletion, record, remove_user


def do_what_is_due(sandbox: Sandbox) -> None:
    """Delete users whose time is over, process statements that waited, let days bring transactions.

    A few look-ups if there is nothing.
    """
    _end_what_waited(sandbox)
    playground_business.make_due(sandbox)


def _end_what_waited(sandbox: Sandbox) -> None:
    if not sandbox.store.users.count("expiring", "") + sandbox.store.statements.count("due", ""):
        return
    # "~" is above all that can follow in a time, so what is due is done at its time, not after it.
    until = (f"{sandbox.clock.now().isoformat()}~",)
    expired = sandbox.store.users.find("expiring", "", before=until)
    statements = sandbox.store.statements.find("due", "", before=until)
    if expired or statements:
        with sandbox.store.unit_of_work():
            for user in expired:
                _expire(sandbox, user)
            for statement in statements:
                process(sandbox, statement)


def _expire(sandbox: Sandbox, user: User) -> None:
    count = remove_user(sandbox, user)
    deletion = Deletion(
        client=user.client_id, action="expireUser", ids=(user.user_id,), count=count
    )
    record(sandbox, deletion)
