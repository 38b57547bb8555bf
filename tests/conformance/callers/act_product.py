"""A command for `--act`: a reference product that keeps what it knows in a file between calls."""

import os
import pickle
import sys
from pathlib import Path
from time import sleep

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
from callers import dishonest_products
from callers.honest_product import HonestProduct

KEPT = ("jwt", "bank_account", "last_transaction")


def go_on(seconds: float) -> None:
    """Nobody waits in a test: the sandbox's clock goes on instead."""
    sandbox = os.environ["SANDBANK_CONSUMER_URL"].removesuffix("/consumer/v1")
    httpx.post(f"{sandbox}/_sandbox/clock", json={"advance": f"PT{seconds:.3f}S"})
    sleep(0.01)


if __name__ == "__main__":
    file, *name = sys.argv[1:]
    kind = getattr(dishonest_products, name[0]) if name else HonestProduct
    product, place = kind(os.environ, go_on), Path(file)
    if place.exists():
        vars(product).update(pickle.loads(place.read_bytes()))
    product.act(os.environ["SANDBANK_ACTION"])
    place.write_bytes(pickle.dumps({each: getattr(product, each) for each in KEPT}))
