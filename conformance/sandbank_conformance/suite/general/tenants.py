"""Somebody else at the User banking API: another client, or another tenant of the same one."""

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.upload_calls import uploader_of, uploads_of

SETTLED = ("another client", "another tenant")  # they can have users of their own
EVERYBODY = (*SETTLED, "another client that names the tenant")


def somebody_else(kind: str, run: Run, draw: Draw) -> Uploader:
    """One of `EVERYBODY`."""
    if kind == "another tenant":
        other = new_tenant(run, uploader_of(run), draw)
        uploads_of(run).user(other)  # a tenant exists from its first use
        return other
    if run.other_uploader is None:
        raise NotTestable('a second client with both scopes: [user-banking.other] client-id = "…"')
    if kind == "another client":
        return run.other_uploader
    return run.other_uploader.through(uploader_of(run).access.client_id)


def new_tenant(run: Run, uploader: Uploader, draw: Draw) -> Uploader:
    """A client through a tenant that nobody has used, in no earlier run either."""
    banking = run.target.user_banking
    if banking is None or not banking.tenants:
        raise NotTestable("tenants: [user-banking] tenants = true")
    return uploader.through(f"{uploader.access.client_id}-{draw.word()}{once()[:8]}")
