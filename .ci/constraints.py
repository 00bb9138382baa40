"""Print pip constraints, one `name==version` for every package of uv.lock, so that pip installs what is locked.

Usage: constraints.py uv.lock. Without such a file nothing is printed and pip chooses the newest versions.
"""

import sys
import tomllib
from pathlib import Path


def constraints(lock: dict) -> list[str]:
    """One line per locked version; a package locked more than once names the interpreters each is for."""
    lines = []
    for package in lock.get("package", []):
        source = package.get("source", {})
        if "version" not in package or "registry" not in source:
            continue  # the project itself
        markers = package.get("resolution-markers", [])
        condition = " or ".join(f"({marker})" for marker in markers)
        lines.append(f"{package['name']}=={package['version']}" + (f" ; {condition}" if condition else ""))
    return sorted(lines)


def main() -> None:
    """Read the file named on the command line."""
    path = Path(sys.argv[1])
    if path.exists():
        print("\n".join(constraints(tomllib.loads(path.read_text(encoding="utf-8")))))


if __name__ == "__main__":
    main()
