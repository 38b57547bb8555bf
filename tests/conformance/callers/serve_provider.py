"""A reference provider as a process: a port, and the name of one that is not honest."""

import os
import sys
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).parents[1]))

from callers import dishonest_providers
from callers.honest_provider import HonestProvider
from callers.serving_provider import connector

if __name__ == "__main__":
    port, *name = sys.argv[1:]
    kind = getattr(dishonest_providers, name[0]) if name else HonestProvider
    with connector(int(port)) as served:
        served.answers_with(kind, os.environ)
        Event().wait()
