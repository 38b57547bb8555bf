"""What `sandbank verify` needs beyond what `sandbank doctor` does."""

import re
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

EXTRA = "verify"
INSTALLING = f"pip install 'sandbank[{EXTRA}]'"


def missing() -> list[str]:
    """The libraries of our extra that are not installed."""
    try:
        wanted = requires("sandbank") or []
    except PackageNotFoundError:
        return []
    ours = [each for each in wanted if re.search(rf"extra\s*==\s*['\"]{EXTRA}['\"]", each)]
    names = [re.split(r"[^A-Za-z0-9_.-]", each.strip())[0] for each in ours]
    return [each for each in names if not _is_there(each)]


def _is_there(name: str) -> bool:
    try:
        return find_spec(name.replace("-", "_")) is not None
    except (ImportError, ValueError):
        return False
