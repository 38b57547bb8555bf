"""How a document lies in SQLite's file, so that nothing of it stays behind when it is deleted.

`secure_delete` zeroes what is freed. But as rows come and go, SQLite moves them between the pages
of a table, and copies stay where they were until something else is written there. So what stands in
those pages is blank: the first 39 bytes of a row stay in the table, when the row is as long as that
and so many times 508; the rest goes to pages of 512 bytes that are the row's own, never move, and
are zeroed with it. See "B-tree Cell Payload Overflow Pages" in sqlite.org/fileformat2.html.
"""

import zlib

PAGE = 512  # bytes, the least SQLite knows

_IN_TABLE = (PAGE - 12) * 32 // 255 - 23  # 39 bytes of a row stay there
_IN_PAGE = PAGE - 4  # as many as a page of its own takes
_CHECKSUM = 4
_BLANK = " " * _IN_TABLE


def create_table(name: str) -> str:
    """The statement that makes a table for documents."""
    columns = "rank INTEGER PRIMARY KEY, document TEXT NOT NULL, checksum BLOB NOT NULL"
    return f'CREATE TABLE "{name}" ({columns})'


def laid_out(document: str) -> str:
    """A JSON document in ASCII with blanks around it, for a row of such a table."""
    text = _BLANK + document
    while short := (_IN_TABLE - _row(len(text))) % _IN_PAGE:
        text += " " * short
    return text


def checksum(rank: int, text: bytes) -> bytes:
    """What stands beside a document, to tell whether it is still what was written."""
    return zlib.crc32(text, rank & 0xFFFFFFFF).to_bytes(_CHECKSUM)


def _row(length: int) -> int:
    """The bytes of a row: its header, a text of so many, and the checksum; a rank takes none."""
    header = 1 + 1 + _varint(2 * length + 13) + 1
    return header + length + _CHECKSUM


def _varint(number: int) -> int:
    return (number.bit_length() + 6) // 7
