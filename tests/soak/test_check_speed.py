"""How fast `sandbank check` answers, in seconds of its own work."""

import os
import subprocess
import sys
from pathlib import Path

SANDBANK = Path(sys.executable).parent / "sandbank"
CORPUS = Path(__file__).parents[1] / "conformance" / "judge" / "corpus"
sys.path.append(str(CORPUS.parent))

from random import Random  # noqa: E402

from drafts import written_har  # noqa: E402
from mutations import fault_in  # noqa: E402
from valid_calls import valid_call  # noqa: E402


def timed(file: Path) -> tuple[float, str]:
    """The seconds of work that a call takes, and what it tells."""
    before = os.times()
    done = subprocess.run(
        [str(SANDBANK), "check", str(file)], capture_output=True, timeout=60, check=False
    )
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system, done.stdout.decode()


def test_a_file_is_answered_in_half_a_second_with_start_up() -> None:
    file = CORPUS / "invalid/many-faults.http"

    assert min(timed(file)[0] for _ in range(5)) < 0.5


def test_a_har_of_five_thousand_calls_is_answered_in_ten_seconds(tmp_path: Path) -> None:
    random = Random(7)
    drafts = [valid_call(random) for _ in range(5_000)]
    drafts[::10] = [fault_in(each, random).draft for each in drafts[::10]]
    file = tmp_path / "large.har"
    file.write_text(written_har(drafts))

    seconds, text = timed(file)

    assert seconds < 10
    assert "5000 calls: " in text
