"""Write uv.lock: every dependency with version and hashes, and without the address of any package index.

Usage: lock.py [PACKAGE... | --upgrade] (needs uv on the path). Versions that are locked stay, but for packages named;
with --upgrade all are chosen anew. Which index packages come from is the business of the machine that installs them;
so files are named, not linked. To use the lock with uv, point it at a folder of wheels called `registry`; `make setup`
takes the versions from it and the files from the index that pip is set up for.
"""

import re
import subprocess
import sys
from collections.abc import Sequence

from requirements import LOCK, Lock


def without_addresses(lock: str) -> str:
    """The lock with file names in place of links, and no dates of uploads."""
    lock = re.sub(r'registry = "https?://[^"]*"', 'registry = "registry"', lock)
    lock = re.sub(r'url = "https?://[^"]*/([^"/]+)"', r'path = "\1"', lock)
    return re.sub(r', upload-time = "[^"]*"', "", lock)


def kept(free: Sequence[str]) -> list[str]:
    """The versions that stay: all that are locked, but for the packages named."""
    if "--upgrade" in free:
        return []
    lock = Lock()
    lines = lock.requirements(lock.sections, hashes=False).splitlines()
    named = [line.partition("==")[0] for line in lines]
    # uv splits its answer at each marker; one is told only where it has to choose between versions
    return [
        line if named.count(name) > 1 else line.partition(" ;")[0]
        for name, line in zip(named, lines, strict=True)
        if name not in free
    ]


def main(free: Sequence[str]) -> int:
    """Resolve, then take the addresses out; where uv finds no answer, the lock of before stays."""
    command = ["uv", "lock", "--no-config", *(f"--upgrade-package={line}" for line in kept(free))]
    before = LOCK.read_text(encoding="utf-8")
    LOCK.unlink()  # uv cannot go on from a lock without addresses
    code = subprocess.run(command, cwd=LOCK.parent, check=False).returncode
    LOCK.write_text(before if code else without_addresses(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
