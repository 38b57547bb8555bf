"""`[target]` and `[control]`: how the server is reached, and what its owner lets us do."""

import os
import ssl
from dataclasses import replace

from sandbank_conformance.callers import variable
from sandbank_conformance.config.table import Table
from sandbank_conformance.target import Control, Tls

OWNER_TOKEN = variable("owner", "token")


def seconds(table: Table) -> float:
    """How long an answer may take."""
    return table.number("timeout", 30, least=0.1)


def tls(table: Table) -> Tls:
    """How the server proves who it is."""
    found = Tls(ca_file=table.text("ca-file", ""), insecure=table.flag("insecure", False))
    if found.ca_file:
        try:
            ssl.create_default_context(cafile=found.ca_file)
        except OSError as error:
            reason = error.strerror or error.args[0]
            table.wrong(
                "ca-file", f"{found.ca_file!r}: {reason}; expected a file of PEM certificates"
            )
    if found.insecure:
        table.problems.remark(
            (*table.path, "insecure"),
            "the server's certificate is not looked at: anybody may pose as it",
            "give the certificate of its authority instead: ca-file",
        )
    return found


def control(table: Table | None, base: Control | None) -> Control | None:
    """The control API, if there is one to be used; `base` is where it would be."""
    token = os.environ.get(OWNER_TOKEN, "")
    if table is None:
        return replace(base, token=token) if base else None
    used = table.flag("use", True)
    found = Control(
        url=table.address("url", base.url if base else None if used else ""),
        token=table.secret("token", token),
        keep_world=table.flag("keep-world", False),
        demanded="url" in table or "token" in table,
    )
    table.end()
    return found if used else None
