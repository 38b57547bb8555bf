"""Pairs of ids that a careless key takes for one: it joins them, or leaves letters out."""

import pytest

Ends = tuple[str, str]  # behind the first id of a pair, and before its second

ALIKE = [
    pytest.param(("", "0"), ("0", ""), id="a zero behind or before"),
    pytest.param(("/0", ""), ("", "0/"), id="a slash behind or before"),
    pytest.param(("/", ""), ("", ""), id="a slash more"),
    pytest.param(("~", ""), ("", ""), id="a tilde more"),
    pytest.param(("/", ""), ("~1", ""), id="a slash or what stands for it"),
]
