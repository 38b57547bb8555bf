"""Options for pytest; everything heavy waits until a target is named."""

import os
from pathlib import Path

import pytest

SUITE = "sandbank_conformance.suite"
FOLDER = f"{Path(__file__).parent / 'suite'}{os.sep}"


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
    group.addoption("--sandbank-keep-world", action="store_true", help="do not load the playground")


def pytest_configure(config: pytest.Config) -> None:
    """Prepare a run where a target is named, be it by its URL or by a file."""
    config.addinivalue_line(
        "markers", "sandbank_requirement(id, level): the requirement that a check proves"
    )
    config.addinivalue_line("markers", "sandbank_api(*names): the APIs that a check is about")
    config.addinivalue_line("markers", "sandbank_smoke: part of the short selection")
    config.addinivalue_line("markers", "sandbank_transition(…): a move that a check shows")
    if not _names_a_target(config):
        return
    try:
        # Only now: pytest runs that prove nothing must not pay for it.
        from sandbank_conformance.pytest_target import Standalone
    except ModuleNotFoundError as error:
        raise pytest.UsageError(
            f"sandbank: {error.name} is not installed; pip install 'sandbank[verify]' brings it"
        ) from None
    config.pluginmanager.register(Standalone(config), "sandbank-standalone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse to run checks against nothing; to list them is fine."""
    if _names_a_target(config) or config.option.collectonly:
        return
    if any(str(each.path).startswith(FOLDER) for each in items):
        # Only now, and imported already: the suite itself needs it.
        from sandbank_conformance.proving import RUN

        if RUN not in config.stash:
            raise pytest.UsageError(
                "sandbank: name the server to prove: --sandbank-target URL, "
                "or describe it: --sandbank-config sandbank.toml"
            )


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    """Collect the suite by its own names, whatever somebody's configuration calls a test."""
    if not str(module_path).startswith(FOLDER):
        return None
    return _module(module_path, parent)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Find the suite's modules where somebody's configuration looks for other names."""
    if not str(file_path).startswith(FOLDER) or not file_path.match("test_*.py"):
        return None
    patterns = parent.config.getini("python_files")
    if parent.session.isinitpath(file_path) or any(map(file_path.match, patterns)):
        return None  # pytest finds it by itself
    return _module(file_path, parent)


def _module(path: Path, parent: pytest.Collector) -> pytest.Module:
    # Wherever Sandbank is installed, its checks have the same names.
    place = f"{SUITE.replace('.', '/')}/{path.relative_to(FOLDER).as_posix()}"
    module: pytest.Module = _SuiteModule.from_parent(parent, path=path, nodeid=place)
    return module


class _SuiteModule(pytest.Module):
    def funcnamefilter(self, name: str) -> bool:
        return name.startswith("test_")

    def classnamefilter(self, name: str) -> bool:
        del name  # checks are functions
        return False


def _names_a_target(config: pytest.Config) -> bool:
    return bool(config.getoption("--sandbank-target") or config.getoption("--sandbank-config"))
