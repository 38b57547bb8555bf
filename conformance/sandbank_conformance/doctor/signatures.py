"""Whether the URL that we sign is the one that the server signs.

A signature covers it, so that a gateway which changes host or path on the way breaks signatures
whose key is right.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from sandbank_conformance.callers import Product
from sandbank_conformance.doctor.patient import LOADED, Patient
from sandbank_conformance.draw import once
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.signing import signature


def look(patient: Patient) -> set[str]:
    """Note once that no signature is taken; the names of the products that get no token for it."""
    run = patient.run
    products = [
        each
        for each in (run.product, run.sibling, run.stranger)
        if each is not None and each.access.signing_key and not each.access.token
    ]
    if not products or not (answer := products[0].ask_for_token()).refused:
        return set()
    if any(each.ask_for_token().succeeded for each in products[1:]):
        return set()  # the URL is right: what is wrong is a key
    kept_out = [each for each in products if _is_given_unsigned(each)]
    if products[0] not in kept_out:
        return set()
    if any(_comes(patient, each) for each in kept_out):
        patient.notes.good(LOADED)
    else:
        _note(patient, kept_out, answer)
    return {each.name for each in kept_out}


def table(product: Product) -> str:
    """Where a product is described."""
    return "[consumer]" if product.name == "product" else f"[consumer.{product.name}]"


def _is_given_unsigned(product: Product) -> bool:
    unsigned: dict[str, str | None] = {"X_Signature": None}
    return product.ask_for_token(**unsigned).succeeded


def _comes(patient: Patient, product: Product) -> bool:
    """Whether another key is right now, and the playground's will be."""
    return patient.is_loaded(product.access) and patient.world.lacks(product.access)


def _is_right(patient: Patient, product: Product) -> bool:
    """Whether its key cannot be what is wrong."""
    return patient.is_loaded(product.access) or patient.world.has(product.access)


def _note(patient: Patient, kept_out: Sequence[Product], answer: Exchange) -> None:
    first, taken = kept_out[0], _taken(kept_out[0])
    is_right = bool(taken) or all(_is_right(patient, each) for each in kept_out)
    tables = " and ".join(table(each) for each in kept_out)
    doubt = "" if is_right else "correct signing-key, if it is wrong; if it is right: "
    instead = f" (a signature for {taken} is taken)" if taken else ""
    patient.notes.config(
        patient.url_place("consumer") if is_right else f"{table(first)} signing-key",
        tried=f"a token for the {first.name}, signed: {patient.shown(answer)}",
        received=f"{patient.said(answer)}; without a signature the token is given",
        change=f"{doubt}the signature covers method, scheme, host and path of the URL, and a "
        f"gateway that changes them breaks it: call the server at the URL that it sees "
        f'itself{instead}, or leave signing-key out: signing-key = "" in {tables}',
        # Whoever has a token of another kind can be proved without.
        stops=first.name == "product",
    )


def _taken(product: Product) -> str:
    """Another URL for which a signature is taken, if it is easy to guess."""
    for url in _guesses(product.client.address("getAccessToken")):
        nonce = once()
        signed = signature(
            key=product.access.signing_key, method="GET", url=url, params={}, nonce=nonce
        )
        if product.ask_for_token(X_Nonce=nonce, X_Signature=signed).succeeded:
            return url
    return ""


def _guesses(url: str) -> Iterator[str]:
    """The URL as a server may see it behind a gateway that ends TLS, or takes off a prefix."""
    parts = urlsplit(url)
    steps = parts.path.strip("/").split("/")
    for scheme in (parts.scheme, "http" if parts.scheme == "https" else "https"):
        for n in range(len(steps)):
            guess = f"{scheme}://{parts.netloc}/{'/'.join(steps[n:])}"
            if guess != url:
                yield guess
