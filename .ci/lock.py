"""Write uv.lock: every dependency with version and hashes, and without the address of any package index.

Usage: lock.py (needs uv on the path). Which index packages come from is the business of the machine that installs
them; so files are named, not linked. To use the lock with uv, point it at a folder of wheels called `registry`;
`make setup` takes the versions from it and the files from the index that pip is set up for.
"""

import re
import subprocess
from pathlib import Path

LOCK = Path("uv.lock")


def without_addresses(lock: str) -> str:
    """The lock with file names in place of links, and no dates of uploads."""
    lock = re.sub(r'registry = "https?://[^"]*"', 'registry = "registry"', lock)
    lock = re.sub(r'url = "https?://[^"]*/([^"/]+)"', r'path = "\1"', lock)
    return re.sub(r', upload-time = "[^"]*"', "", lock)


def main() -> None:
    """Resolve anew, then take the addresses out."""
    LOCK.unlink(missing_ok=True)
    subprocess.run(["uv", "lock", "--no-config"], check=True)
    LOCK.write_text(without_addresses(LOCK.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
