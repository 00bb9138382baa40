"""Constraints for pip, one `name==version` for every package of uv.lock, so that pip installs what is locked."""

import tomllib
from pathlib import Path
from typing import Any


def constraints(lock: dict[str, Any]) -> list[str]:
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


def read_constraints(path: Path) -> str:
    """The constraints for a lock file; without it none, and pip chooses the newest versions."""
    if not path.exists():
        return ""
    return "\n".join(constraints(tomllib.loads(path.read_text(encoding="utf-8")))) + "\n"
