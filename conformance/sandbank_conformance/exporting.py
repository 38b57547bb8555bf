"""The variables of a curl line, with values: tokens are asked for anew."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import Run, prepare
from sandbank_conformance.target import Target
from sandbank_conformance.verdicts import Verdict
from sandbank_conformance.wire import TransportError

_VARIABLE = re.compile(r"(?<!\\)\$\{?([A-Za-z_][A-Za-z0-9_]*)")  # as `curl` writes them
KINDS = ("signing_key", "client_secret", "api_key")


def wanted(verdicts: Iterable[Verdict]) -> list[str]:
    """The variables that the curl lines of these verdicts need."""
    return list(dict.fromkeys(each for told in verdicts for each in _VARIABLE.findall(told.curl)))


def exports(target: Target, names: Iterable[str]) -> Mapping[str, str]:
    """The values of those that the configuration or a token endpoint gives."""
    with prepare(target, Plan()) as run:
        found = {run.secrets.masked(each).removeprefix("$"): each for each in _values(run)}
    return {each: found[each] for each in names if each in found}


def _values(run: Run) -> Iterator[str]:
    for caller in run.callers():
        access = getattr(caller, "access", None)
        yield from filter(None, (getattr(access, kind, "") for kind in KINDS))
        with suppress(NotTestable, TransportError):  # a caller without a token has none to export
            yield str(getattr(caller, "token", ""))
    if run.target.control:
        yield run.target.control.token
