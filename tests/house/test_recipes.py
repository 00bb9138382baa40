"""The recipes of docs/contributing.md, played on a copy of the repository."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "contributing.md").read_text("utf-8")
BLOCK = re.compile(r"^```(diff|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one file: the lines as they stand, and as they shall be."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """A section of the page."""

    name: str
    changes: tuple[Change, ...]
    proofs: tuple[str, ...]

    @property
    def files(self) -> set[str]:
        return {change.file for change in self.changes}


def recipes() -> Iterator[Recipe]:
    for section in PAGE.split("\n## ")[1:]:
        name = section.partition("\n")[0]
        blocks = BLOCK.findall(section)
        changes = tuple(change_of(text) for kind, text in blocks if kind == "diff")
        proofs = tuple(line for kind, text in blocks if kind == "sh" for line in text.splitlines())
        yield Recipe(name, changes, proofs)


def change_of(block: str) -> Change:
    file, *lines = block.splitlines()
    before = [line[1:] for line in lines if not line.startswith("+")]
    after = [line[1:] for line in lines if not line.startswith("-")]
    return Change(file, "\n".join(before), "\n".join(after))


RECIPES = {recipe.name: recipe for recipe in recipes()}
PLAYED = [name for name, recipe in RECIPES.items() if recipe.proofs]
FILES = {
    "A rule": 1,
    "A fact": 3,
    "A verdict": 4,
    "A template": 3,
    "A language": 0,
    "A timer with its notice": 5,
    "A mail command": 2,
    "A column": 3,
    "An odd mail": 2,
}
VERSIONS = "gateway/store/migrations/versions"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What a recipe needs of the repository."""
    skipped = shutil.ignore_patterns("__pycache__", "*.json", "*.pyc", "golden", "system", ".hypothesis")
    for folder in ("gateway", "rules", "templates", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def apply(copy: Path, change: Change) -> None:
    """Raises AssertionError where the lines of the page do not stand in the file exactly once."""
    change = numbered(change)
    file = copy / change.file
    if not change.before:
        file.parent.mkdir(parents=True, exist_ok=True)
        assert not file.exists()
        file.write_text(change.after + "\n", "utf-8")
        return
    text = file.read_text("utf-8")
    assert text.count(change.before) == 1, f"the page is not current: {change.file} has not these lines once"
    file.write_text(text.replace(change.before, change.after), "utf-8")


def numbered(change: Change) -> Change:
    """The change with the numbers that a migration has today."""
    newest = max(int(file.name[:4]) for file in (ROOT / VERSIONS).glob("[0-9]*.py"))
    numbers = {"<newest>": f"{newest:04}", "<next>": f"{newest + 1:04}"}
    texts = [change.file, change.before, change.after]
    for place, number in numbers.items():
        texts = [text.replace(place, number) for text in texts]
    return Change(*texts)


@pytest.mark.parametrize("name", PLAYED)
def test_a_recipe_works_as_it_is_written(copy: Path, name: str) -> None:
    for change in RECIPES[name].changes:
        apply(copy, change)
    for command in RECIPES[name].proofs:
        shown = command.replace(".venv/bin/python", shlex.quote(sys.executable))
        done = subprocess.run(
            shown, shell=True, cwd=copy, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(("name", "most"), FILES.items())
def test_a_recipe_touches_as_few_files_as_it_says(name: str, most: int) -> None:
    assert len(RECIPES[name].files) == most


def test_every_recipe_is_played() -> None:
    assert set(FILES) == set(PLAYED) == set(RECIPES)
