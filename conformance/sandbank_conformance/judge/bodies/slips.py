"""Slips: what is wrong in a text that is no JSON, where, and what was likely meant."""

from dataclasses import dataclass


@dataclass(slots=True)
class Slip:
    """One slip; `offset` is the number of the character where it is."""

    offset: int
    found: str
    right: str
    pointer: str = ""  # the value it is in
    habit: str = ""  # what is likely done all over the text, and so told once


SMART = "typographic quotes, as word processors make them"
PLAIN_QUOTES = 'plain double quotes: "'
