"""What an address may look like, and what is found in it."""

import pytest

from sandbank_server.domain.addresses import LONGEST, WrongAddress, fault_of_address, read_address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http://127.0.0.1", ("http", "127.0.0.1", 80, "/")),
        ("http://127.0.0.1:9000/notification", ("http", "127.0.0.1", 9000, "/notification")),
        ("HTTPS://Provider.Example./a?b=c&d", ("https", "provider.example", 443, "/a?b=c&d")),
        ("http://[::1]:80/", ("http", "::1", 80, "/")),
        ("http://[::ffff:127.0.0.1]", ("http", "::ffff:127.0.0.1", 80, "/")),
        ("http://0x7f.1/%2e%2e/x", ("http", "0x7f.1", 80, "/%2e%2e/x")),
        ("http://provider_1:65535", ("http", "provider_1", 65535, "/")),
    ],
)
def test_an_address_is_taken_apart(text: str, found: tuple[str, str, int, str]) -> None:
    web = read_address(text)

    assert (web.scheme, web.host, web.port, web.target) == found


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("http://a.example:80", "a.example"),
        ("http://a.example:443", "a.example:443"),
        ("https://[::1]", "[::1]"),
        ("https://[::1]:8443", "[::1]:8443"),
    ],
)
def test_a_host_header_names_the_port_where_it_is_another(text: str, authority: str) -> None:
    assert read_address(text).authority == authority


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("ftp://127.0.0.1", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"),
        ("//127.0.0.1", "http:// or https://"),
        ("notification", "http:// or https://"),
        ("http:///x", "must name a host"),
        ("http://", "must name a host"),
        ("http://user@127.0.0.1", "user or password"),
        ("http://user:pass@127.0.0.1", "user or password"),
        ("http://@127.0.0.1", "user or password"),
        ("http://127.0.0.1#@evil.example", "fragment"),
        ("http://127.0.0.1/#", "fragment"),
        ("http://127.0.0.1:0", "port from 1"),
        ("http://127.0.0.1:", "port from 1"),
        ("http://127.0.0.1:65536", "port from 1"),
        ("http://127.0.0.1:-1", "port from 1"),
        ("http://127.0.0.1:8o", "port from 1"),
        ("http://[::1", "must name a host"),
        ("http://[fe80::1%25eth0]", "must name a host"),
        ("http://.", "must name a host"),
        ("http://a.example\\@127.0.0.1", "printable ASCII"),
        ("http://127.0.0.1/a b", "printable ASCII"),
        ("http://127.0.0.1/\r\nHost: evil", "printable ASCII"),
        ("http://\uff45vil.example", "printable ASCII"),
        ("http://127.0.0.1/" + "x" * LONGEST, "at most"),
        ("", "printable ASCII"),
    ],
)
def test_what_nobody_should_call_is_refused_with_what_would_be_right(
    text: str, because: str
) -> None:
    assert because in str(fault_of_address(text))
    with pytest.raises(WrongAddress):
        read_address(text)


def test_a_right_address_has_no_fault() -> None:
    assert fault_of_address("http://127.0.0.1:9000/notification") is None
