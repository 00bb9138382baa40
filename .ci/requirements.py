"""What pip is to install, from uv.lock: every package that is needed with its version, for whom, and its files' hashes.

Usage: requirements.py [--constraints] SECTION... Sections are `project`, its extras and dependency groups; what they
need in turn is followed through the lock. With --constraints there are versions only, for people who install the wheel.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "uv.lock"
Case = frozenset[str]  # markers that hold together
Table = dict[str, Any]


class Lock:
    """A lock file of uv."""

    def __init__(self, path: Path = LOCK) -> None:
        packages: list[Table] = tomllib.loads(path.read_text(encoding="utf-8"))["package"]
        self._packages = [one for one in packages if "registry" in one["source"]]
        (project,) = [one for one in packages if "registry" not in one["source"]]
        groups = {**project["optional-dependencies"], **project["dev-dependencies"]}
        self.sections: dict[str, list[Table]] = {"project": project["dependencies"], **groups}

    def requirements(self, sections: Iterable[str], *, hashes: bool = True) -> str:
        """The contents of a requirements file for these sections, or of a constraints file without hashes."""
        needed = self._needed(sections)
        lines = []
        for package in self._packages:
            if cases := needed.get((package["name"], package["version"])):
                lines.append(" \\\n    ".join([_line(package, cases), *(_hashes(package) if hashes else ())]))
        return "\n".join(lines) + "\n"

    def _needed(self, sections: Iterable[str]) -> dict[tuple[str, str], set[Case]]:
        """When each version of a package is needed: in any of the cases."""
        needed: dict[tuple[str, str, str], set[Case]] = {}
        ahead = [(edge, Case()) for section in sections for edge in self.sections[section]]
        while ahead:
            edge, outer = ahead.pop()
            case = outer | {edge["marker"]} if "marker" in edge else outer
            package = self._package(edge)
            for extra in ("", *edge.get("extra", ())):
                cases = needed.setdefault((package["name"], package["version"], extra), set())
                if not any(known <= case for known in cases):
                    cases.difference_update([known for known in cases if case < known])
                    cases.add(case)
                    ahead.extend((further, case) for further in _edges(package, extra))
        return {(name, version): cases for (name, version, extra), cases in needed.items() if not extra}

    def _package(self, edge: Table) -> Table:
        """The package that an edge leads to; where several versions are locked, it says which."""
        named = [one for one in self._packages if one["name"] == edge["name"]]
        (package,) = [one for one in named if edge.get("version", one["version"]) == one["version"]]
        return package


def _edges(package: Table, extra: str) -> list[Table]:
    """What a package needs, or one of its extras besides."""
    edges: list[Table] = package["optional-dependencies"][extra] if extra else package.get("dependencies", [])
    return edges


def _line(package: Table, cases: set[Case]) -> str:
    """`name==version`, with a marker unless everybody needs it."""
    pinned = f"{package['name']}=={package['version']}"
    if Case() in cases:
        return pinned
    return f"{pinned} ; " + " or ".join(sorted(" and ".join(f"({one})" for one in sorted(case)) for case in cases))


def _hashes(package: Table) -> Iterator[str]:
    """Options of pip for all files of a package."""
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
    return (f"--hash={one['hash']}" for one in files)


def main(arguments: Sequence[str]) -> int:
    """Print what is asked for; the exit code."""
    sections = [one for one in arguments if one != "--constraints"]
    print(Lock().requirements(sections, hashes="--constraints" not in arguments), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
