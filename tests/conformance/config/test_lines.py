"""The line of a key is found, whatever the ways to write a table."""

import pytest

from sandbank_conformance.config.lines import Path, line_of, lines_of
from sandbank_conformance.config.problems import place

TEXT = """\
top = 1
[consumer]
url = "x"  # [provider]
"signing-key" = "y"
paths.listBanks = "/b"

[[consumer.accounts]]
id = "1"
[[consumer.accounts]]
id = "2"
[ user-banking . reader ]
client-id = "r"
[[a.b]]
[a.b.c]
d = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("consumer",), 2),
        (("consumer", "url"), 3),
        (("consumer", "signing-key"), 4),
        (("consumer", "paths", "listBanks"), 5),
        (("consumer", "accounts", 0, "id"), 8),
        (("consumer", "accounts", 1, "id"), 10),
        (("user-banking", "reader", "client-id"), 12),
        (("a", "b", 0, "c", "d"), 15),
        (("consumer", "company"), 2),  # a key that is missing is missing in its table
        (("consumer", "accounts", 1, "status"), 9),
        (("provider", "url"), None),
    ],
)
def test_a_key_stands_on_its_line(path: Path, line: int | None) -> None:
    assert line_of(lines_of(TEXT), path) == line


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (("consumer", "url"), "[consumer] url"),
        (("consumer", "sibling", "company"), "[consumer.sibling] company"),
        (("zoo",), "[zoo]"),
        (("waivers", 1, "owner"), "[[waivers]] no. 2 owner"),
        (("consumer", "accounts", 0, "id"), "[[consumer.accounts]] no. 1 id"),
    ],
)
def test_a_place_is_told_as_a_file_has_it(path: Path, told: str) -> None:
    assert place(path) == told
