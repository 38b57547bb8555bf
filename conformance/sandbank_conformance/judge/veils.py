"""What a capture does not show: variables that nobody filled in, masks over secrets."""

import re

_VARIABLE = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|%7B%7B.*?%7D%7D", re.IGNORECASE)
_MASK = re.compile(
    r"[*•xX…·#.-]{3,}|…|\W*(?:redacted|masked|hidden|removed|censored|sanitized|sanitised|secret)\W*",
    re.IGNORECASE,
)
# A mask within a secret; in a secret itself three dots or stars do not come in a row.
_PARTLY = re.compile(r"\*{3,}|•{2,}|…|\.{3,}|x{6,}|redacted|masked|\[hidden|removed", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|\$\w+|%\w+%"
    r"|(?:your|my|insert|put|the|some|enter)[-_ ].*|.*[-_ ]here|todo|changeme|\w*placeholder\w*",
    re.IGNORECASE,
)


def is_variable(text: str) -> bool:
    """Whether a text holds a variable that was not filled in."""
    return _VARIABLE.search(text) is not None


def is_hidden(text: str) -> bool:
    """Whether a text stands for another: it holds a variable, or is nothing but a mask."""
    return is_variable(text) or _MASK.fullmatch(text) is not None


def is_masked(secret: str) -> bool:
    """Whether a secret is hidden, in full or in part, or a placeholder stands for it."""
    return (
        is_hidden(secret)
        or _PARTLY.search(secret) is not None
        or _PLACEHOLDER.fullmatch(secret) is not None
    )


def variables(text: str) -> list[str]:
    """The variables that a text holds, as they are written."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))
