"""Ids that nobody has, near one that somebody has: what a careless search takes for it."""

import pytest

from sandbank_conformance.draw import Draw

FORMS = (
    "alike",
    "longer",
    "shorter",
    "with a blank behind",
    "with a blank before",
    "in quotes",
    "a pattern",
)

each_form = pytest.mark.parametrize("form", FORMS)


def near(form: str, known: str, draw: Draw) -> str:
    """An id in one of `FORMS`."""
    return {
        "longer": f"{known}0",
        "shorter": known[:-1],
        "with a blank behind": f"{known} ",
        "with a blank before": f" {known}",
        "in quotes": f'"{known}"',
        "a pattern": f"{known[:-1]}%",
    }.get(form) or draw.alike(known)
