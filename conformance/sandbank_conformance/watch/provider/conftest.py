"""The order of the checks: users come first, and what looks at everything comes last."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ORDER = (
    "redirects",
    "granted_accounts",
    "reported_once",
    "pages",
    "notifications",
    "faulty_answers",
    "feeds",
    "what_was_called",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort them by their topics, which all have to be named."""
    here = [each for each in items if each.path.parent == HERE]
    ours = sorted(here, key=lambda item: ORDER.index(item.path.stem.removeprefix("test_")))
    items[:] = [*(each for each in items if each.path.parent != HERE), *ours]
