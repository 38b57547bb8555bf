"""Options for pytest; everything heavy waits until a target is named."""

import pytest

SUITE = "sandbank_conformance.suite"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options; they stand for those of `sandbank verify`."""
    group = parser.getgroup("sandbank", f"proving an implementation: --pyargs {SUITE}")
    group.addoption("--sandbank-target", metavar="URL", help="the server to prove")
    group.addoption("--sandbank-config", metavar="FILE", help="a sandbank.toml")
    group.addoption(
        "--sandbank-profile",
        choices=("documented", "sandbank"),
        default="documented",
        help="sandbank: what the documents leave open counts as well",
    )
    group.addoption("--sandbank-seed", type=int, default=1, metavar="N", help="of drawn values")
    group.addoption(
        "--sandbank-smoke", action="store_true", help="the short selection of checks only"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Prepare a run where a target is named, be it by its URL or by a file."""
    config.addinivalue_line(
        "markers", "sandbank_requirement(id, level): the requirement that a check proves"
    )
    config.addinivalue_line("markers", "sandbank_api(*names): the APIs that a check is about")
    config.addinivalue_line("markers", "sandbank_smoke: part of the short selection")
    config.addinivalue_line("markers", "sandbank_transition(…): a move that a check shows")
    if config.getoption("--sandbank-target") or config.getoption("--sandbank-config"):
        # Only now: pytest runs that prove nothing must not pay for it.
        from sandbank_conformance.pytest_target import Standalone

        config.pluginmanager.register(Standalone(config), "sandbank-standalone")
