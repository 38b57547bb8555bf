"""Keys of tables: whatever callers choose as ids, no two things share one."""

import pytest

from sandbank_server.service.keys import joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("~a", "bc"), ("~ab", "c")),
        (("a/b", "c"), ("a", "b/c")),
        (("a~1", "b"), ("a/", "b")),
        (("a~0", "b"), ("a~", "b")),
        (("", "a"), ("a", "")),
    ],
)
def test_no_two_things_share_a_key(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert joined(*one) != joined(*other)
