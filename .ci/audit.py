"""Ask what is known against the locked versions. A known fault fails; where nobody could be asked, that is said.

Usage: audit.py [OPTION of pip-audit...], for instance `--ignore-vuln ID`, or `--vulnerability-service osv`.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from requirements import Lock

SECTIONS = ("build", "project", "postgres", "dev")
COMMAND = (sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--disable-pip")
NOT_REACHED = re.compile("onnect|Timeout|ServiceError")  # in the words of pip-audit and below it
Answers = list[dict[str, Any]]  # of pip-audit, one for each package


def ask(options: Sequence[str]) -> Answers:
    """The answers; none where no service was reached. CalledProcessError: pip-audit failed for another reason."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write(Lock().requirements(SECTIONS))
        file.flush()
        command = [*COMMAND, "--require-hashes", "--requirement", file.name, *options]
        said = subprocess.run(command, check=False, capture_output=True, text=True)
    if said.stdout.startswith("{"):
        answers: Answers = json.loads(said.stdout)["dependencies"]
        return answers
    if not NOT_REACHED.search(said.stderr):
        raise subprocess.CalledProcessError(said.returncode, "pip-audit", stderr=said.stderr)
    return []


def tell(answers: Answers) -> int:
    """Print faults and what nobody knows; the number of faults."""
    audited = [one for one in answers if "skip_reason" not in one]  # an index without this service knows no package
    if not audited:
        print("not audited: no service reached")
        return 0
    faults = [(one, fault) for one in audited for fault in one["vulns"]]
    for one, fault in faults:
        mended = ", ".join(fault["fix_versions"]) or "no version yet"
        print(f"{one['name']} {one['version']}: {fault['id']}, mended in {mended}")
    for one in answers:
        if one not in audited:
            print(f"not audited: {one['name']}")
    print(f"audited: {len(audited)} packages, {len(faults)} known faults")
    return len(faults)


def main(options: Sequence[str]) -> int:
    """The exit code."""
    try:
        return 1 if tell(ask(options)) else 0
    except subprocess.CalledProcessError as error:
        print(f"not audited: pip-audit failed\n{error.stderr}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
