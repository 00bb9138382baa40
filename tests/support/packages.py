"""What the project says it depends on, and what is installed because of that."""

import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_DEFINED = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES: list[str] = _DEFINED["project"]["dependencies"]
EXTRAS: list[str] = [one for extra in _DEFINED["project"]["optional-dependencies"].values() for one in extra]
GROUPS: list[str] = [one for group in _DEFINED["dependency-groups"].values() for one in group]


def closure(wanted: Iterable[str]) -> set[str]:
    """Names of all distributions that are installed because of these requirements."""
    found: set[str] = set()
    open_ones = [Requirement(one) for one in wanted]
    while open_ones:
        one = open_ones.pop()
        name = canonicalize_name(one.name)
        if name in found or not applies(one):
            continue
        try:
            distribution(name)
        except PackageNotFoundError:
            continue  # for another system or interpreter
        found.add(name)
        for text in requires(name) or []:
            further = Requirement(text)
            if any(applies(further, extra) for extra in ("", *one.extras)):
                open_ones.append(Requirement(text.partition(";")[0]))
    return found


def applies(requirement: Requirement, extra: str = "") -> bool:
    """Is a requirement one of this interpreter and of this extra?"""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})
