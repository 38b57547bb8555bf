"""Lets an animal out: serves the real server with its deviation, on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from connexion.spec import Specification
from served import Served, serving

from sandbank_server.settings import Settings
from zoo.animals import Animal


@contextmanager
def out(animal: Animal | None, *, seed: int = 7) -> Iterator[Served]:
    """The animal as a running server; None is the honest one. One at a time per process."""
    with pytest.MonkeyPatch.context() as patch:
        # That the documents are valid is proved elsewhere; it takes a tenth of an outing.
        patch.setattr(Specification, "_validate_spec", lambda *_: None)
        if animal is not None:
            animal.deviation(patch)
        with serving(Settings(port=0, seed=seed)) as served:
            yield served
