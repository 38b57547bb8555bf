"""A reference provider as a process: a port, and the name of one that is not honest."""

import os
import sys
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).parents[1]))

from callers.everybody import by_name
from callers.serving_provider import connector

if __name__ == "__main__":
    port, name = [*sys.argv[1:], "HonestProvider"][:2]
    with connector(int(port)) as served:
        served.answers_with(by_name(name), os.environ)
        Event().wait()
