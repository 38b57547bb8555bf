"""Whose word is taken for who a server is."""

import ssl

from sandbank_conformance.target import Tls


def context(tls: Tls) -> ssl.SSLContext | None:
    """How certificates are looked at; None where as everywhere."""
    if not tls.insecure and not tls.ca_file:
        return None
    found = ssl.create_default_context()
    if tls.ca_file:
        found.load_verify_locations(tls.ca_file)
    if tls.insecure:
        found.check_hostname = False
        found.verify_mode = ssl.CERT_NONE
    return found
