"""Odd values of headers."""

from collections.abc import Mapping

Headers = tuple[tuple[str, str], ...]

UNSIGNED = "Bearer eyJhbGciOiJub25lIn0.e30."  # by nobody

TELLING: Headers = (  # every API is asked
    ("Content-Type", ""),
    ("Content-Type", "garbage"),
    ("Content-Type", "application/json; charset=no-such-charset"),
    ("Content-Encoding", "gzip"),
    ("Accept", ";;q=x,"),
    ("Authorization", "Bearer a.b.c"),
    ("Authorization", "Bearer \u20ac"),
    ("Authorization", f"Bearer {'a' * 5000}"),
)
HEADERS_OF: Mapping[str, Headers] = {
    "createRule": (
        ("Content-Type", "application/json; charset"),
        ("Content-Type", "application/json; charset=utf-16"),
        ("Content-Type", "multipart/form-data"),
        ("Accept", "application/xml"),
        ("Accept-Language", "\u20ac" * 50),
        ("Authorization", "Basic \u20ac:"),
        ("x-application", "\u20ac"),
        ("Cookie", "\u20ac=;=;"),
        ("If-Match", '"'),
        ("Range", "bytes=9-1"),
        ("X-Forwarded-For", "\u20ac"),
        ("X-HTTP-Method-Override", "\u20ac"),
    ),
    "getAccessToken": (
        ("X-Application", "\u20ac"),
        ("X-Nonce", "\u20ac"),
        ("X-Nonce", "a" * 5000),
        ("X-Signature", "%%%"),
        ("X-Signature", "\u20ac"),
        ("X-Company-Id", "\u20ac"),
        ("X-Organisation-Id", ""),
    ),
    "reportAuthorisation": (("x-api-key", "\u20ac"), ("x-api-key", "")),
    "listAccounts": (("TenantID", ""), ("TenantID", "\u20ac"), ("TenantID", "../" * 500)),
}
