"""Known faults of what we depend on are told, and so is that nobody could be asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci/audit.py"
CLEAN = {"name": "jinja2", "version": "3.1.6", "vulns": []}
FAULTY = {"name": "idna", "version": "3.20", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["3.21"]}]}
UNKNOWN = {"name": "mako", "skip_reason": "Dependency not found"}
NOBODY = "not audited: no service reached\n"


def audit(tmp_path: Path, *, answers: object = None, failure: str = "") -> tuple[int, str, str]:
    """Exit code, output and errors with a pip-audit that gives these answers, or fails."""
    said = "" if answers is None else json.dumps({"dependencies": answers})
    program = f"import sys\nprint({said!r})\nsys.exit({failure!r} or 0)\n"
    (tmp_path / "pip_audit.py").write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, SCRIPT], env=environment, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_a_known_fault_fails(tmp_path: Path) -> None:
    code, said, _ = audit(tmp_path, answers=[CLEAN, FAULTY, UNKNOWN])
    assert code == 1
    assert said.splitlines() == [
        "idna 3.20: CVE-2026-1, mended in 3.21",
        "not audited: mako",
        "audited: 2 packages, 1 known faults",
    ]


def test_without_a_fault_all_is_well(tmp_path: Path) -> None:
    assert audit(tmp_path, answers=[CLEAN]) == (0, "audited: 1 packages, 0 known faults\n", "")


@pytest.mark.parametrize("failure", ["ERROR: Could not connect to the feed", "requests.exceptions.ConnectionError: no"])
def test_no_service_is_told_and_fails_nothing(tmp_path: Path, failure: str) -> None:
    assert audit(tmp_path, failure=failure)[:2] == (0, NOBODY)


def test_an_index_that_knows_no_package_counts_as_no_service(tmp_path: Path) -> None:
    assert audit(tmp_path, answers=[UNKNOWN])[:2] == (0, NOBODY)


def test_another_failure_is_no_missing_service(tmp_path: Path) -> None:
    code, said, error = audit(tmp_path, failure="unrecognized arguments")
    assert (code, said) == (2, "")
    assert "unrecognized arguments" in error
