"""The folder of `--report`: the lines, their schema, and every report that is made of them."""

import shutil
from pathlib import Path

from sandbank_conformance.report import coverage, junit, page
from sandbank_conformance.report.lines import SCHEMA, Report, ReportError, read

LINES = "report.jsonl"

MADE = {
    "junit.xml": junit.written,
    "report.html": page.written,
    "coverage.md": coverage.markdown,
    "coverage.json": coverage.json_text,
}


def begin(folder: Path) -> Path:
    """The file for the lines of a new run; reports of an earlier one are taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MADE:
        (folder / name).unlink(missing_ok=True)
    return folder / LINES


def complete(folder: Path) -> bool:
    """Write every report that can be made of the lines; False where there are none."""
    shutil.copyfile(SCHEMA, folder / "report.schema.json")
    try:
        report = read(folder / LINES)
    except ReportError:
        return False  # the run ended before its first line
    for name, written in MADE.items():
        (folder / name).write_text(written(report), encoding="utf-8", errors="backslashreplace")
    return True


def open_report(path: Path) -> Report:
    """The report in a folder, or in the file of its lines; a `ReportError` says what is wrong."""
    return read(path / LINES if path.is_dir() else path)
