"""A command for `--visit` that presses the button of a reference provider's page."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from callers.serving_provider import visit_page

if __name__ == "__main__":
    wanted = (os.environ[f"SANDBANK_{each}"] for each in ("VISIT_URL", "DECISION", "ACCOUNTS"))
    visit_page(*wanted)
