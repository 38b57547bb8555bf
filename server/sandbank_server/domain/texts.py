"""Texts that say nothing."""

# What JSON Schema's `\S` does not match, so that documents and code agree on what is blank;
# str.strip() without arguments also takes control characters away that are no white space there.
_WHITE_SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)


def is_blank(text: str) -> bool:
    """Whether a text counts as empty (GEN-04)."""
    return not text.strip(_WHITE_SPACE)
