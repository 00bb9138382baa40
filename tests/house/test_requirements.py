"""What the desk must do is shown by tests that say so in their names."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_every_requirement_has_its_place_and_a_test_and_the_page_is_current() -> None:
    command = [sys.executable, str(ROOT / "docs" / "requirements.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
