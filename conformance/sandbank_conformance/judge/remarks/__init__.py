"""What is accepted, and likely not meant, or not wise."""

from sandbank_conformance.judge.cases import Case
from sandbank_conformance.judge.remarks import accounts, fields


def look(case: Case) -> None:
    """Note what is worth knowing of a call."""
    fields.look(case)
    accounts.look(case)
