"""Whether both ends speak TLS, or both do not, and whether the server is who it says."""

import socket
import ssl
from collections.abc import Iterator

from sandbank_conformance.doctor.trouble import Trouble
from sandbank_conformance.target import Target, Tls
from sandbank_conformance.tls import context

EXPIRED, NOT_YET = 10, 9  # as OpenSSL numbers them
OTHER_NAME = (62, 64)  # a host's, or an address's

TRUST = (
    'give the certificate of its authority: [target] ca-file = "….pem"; '
    "or, where anybody may pose as the server: [target] insecure = true"
)
ANYBODY = Tls(insecure=True)


def troubles(host: str, port: int, target: Target) -> Iterator[Trouble]:
    """What fails in the handshake, if anything does."""
    tried = f"a TLS handshake with {host}:{port}"
    try:
        _shake(host, port, target.tls, target.patience)
    except ssl.SSLCertVerificationError as error:
        yield Trouble(tried=tried, received=_told(error), change=_change(error, host))
    except TimeoutError:
        yield Trouble(
            tried=tried,
            received=f"a connection, but no handshake within {target.patience:g} s",
            change="correct the port, or begin the URL with http://",
            unreached=True,
        )
    except (OSError, ValueError) as error:
        yield Trouble(
            tried=tried,
            received=f"no TLS: {_reason(error)}",
            change="begin the URL with http:// if the server speaks plain HTTP there, "
            "or correct the port",
        )


def plain_to_tls(host: str, port: int, url: str) -> Iterator[Trouble]:
    """A server that is spoken to in plain HTTP, and speaks TLS."""
    try:
        _shake(host, port, ANYBODY, patience=0.5)
    except (OSError, ValueError):
        return
    yield Trouble(
        tried=f"GET {url}",
        received="no answer to plain HTTP; the server speaks TLS there",
        change=f"begin the URL with https://: {url.replace('http://', 'https://', 1)}",
    )


def _shake(host: str, port: int, tls: Tls, patience: float) -> None:
    shaking = context(tls) or ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=patience) as connection,
        shaking.wrap_socket(connection, server_hostname=host),
    ):
        return


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None)
    return str(reason or "no name for a certificate").replace("_", " ").lower()


def _told(error: ssl.SSLCertVerificationError) -> str:
    return f"a certificate that is not trusted: {error.verify_message}"


def _change(error: ssl.SSLCertVerificationError, host: str) -> str:
    if error.verify_code in OTHER_NAME:
        return f"use a name that the certificate is for; {host} is none of them"
    if error.verify_code in (EXPIRED, NOT_YET):
        return "renew the server's certificate, or set the clock of this machine right"
    return TRUST
