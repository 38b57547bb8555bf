"""Whose page a rule comes from, in words by which a reader finds it."""

from collections.abc import Mapping

from sandbank_contract.requirements import Requirement
from sandbank_contract.vocabulary import GROUPS, Page

SAGE = "Sage Banking Service documentation"
FINO = "fino Banking module documentation"

PAGES: Mapping[Page, str] = {
    Page.AUTHORISATIONS: f'{SAGE}, "Authorisations"',
    Page.DELETING_DATA: f'{FINO}, "Deleting Data"',
    Page.OFFBOARDING: f'{SAGE}, "Offboarding"',
    Page.VENDOR_REFERENCE: SAGE,
    Page.SANDBANK: "Sandbank's catalogue of rules",
}


def source_of(known: Requirement) -> str:
    """The page, and the section of it."""
    return f"{_page(known)}, {known.source.section}"


def _page(known: Requirement) -> str:
    is_fino = known.id.startswith(f"{GROUPS['user_banking']}-")
    if known.source.page is Page.VENDOR_REFERENCE and is_fino:
        return FINO
    return PAGES[known.source.page]
