"""Somebody else at the User banking API: another client, or another tenant of the same one."""

from contextlib import suppress

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.upload_calls import uploader_of, uploads_of

OTHER_CLIENT = 'a second client with both scopes: [user-banking.other] client-id = "…"'


def strangers(run: Run, draw: Draw) -> list[Uploader]:
    """Those that must not reach what a client has: first those with users of their own."""
    naming = run.other_uploader and run.other_uploader.through(uploader_of(run).access.client_id)
    found = [*settled(run, draw), *([naming] if naming else [])]
    if not found:
        raise NotTestable(OTHER_CLIENT)
    return found


def settled(run: Run, draw: Draw) -> list[Uploader]:
    """Another client and another tenant of the same one, as far as there are any."""
    found = [run.other_uploader] if run.other_uploader else []
    with suppress(NotTestable):
        tenant = new_tenant(run, uploader_of(run), draw)
        uploads_of(run).user(tenant)  # a tenant exists from its first use
        found.append(tenant)
    return found


def users_of_their_own(run: Run, draw: Draw) -> list[Uploader]:
    """The same, of which there has to be one."""
    return settled(run, draw) or [somebody_else(run, draw)]


def somebody_else(run: Run, draw: Draw) -> Uploader:
    """One that has users of its own."""
    if run.other_uploader is not None:
        return run.other_uploader
    found = settled(run, draw)
    if not found:
        raise NotTestable(OTHER_CLIENT)
    return found[0]


def new_tenant(run: Run, uploader: Uploader, draw: Draw) -> Uploader:
    """A client through a tenant that nobody has used, in no earlier run either."""
    banking = run.target.user_banking
    if banking is None or not banking.tenants:
        raise NotTestable("tenants: [user-banking] tenants = true")
    return uploader.through(f"{uploader.access.client_id}-{draw.word()}{once()[:8]}")
