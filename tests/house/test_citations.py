"""What docstrings and comments cite stands in the repository."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
READ = [
    file
    for folder in ("gateway", "tests", "rules", "templates")
    for file in sorted((ROOT / folder).rglob("*"))
    if file.suffix in (".py", ".toml", ".txt", ".md") and file != Path(__file__)
]
SECTIONS = set(re.findall(r"^## (.+)$", (ROOT / "docs" / "domain.md").read_text("utf-8"), re.MULTILINE))
CITED = re.compile(r'docs/domain\.md,\s+(?:#\s+)?"([^"]+)"')
ELSEWHERE = re.compile(r"\b(?:DOMAIN|CONTRACT|DESIGN)(?:\.md\b| (?:section |invariant )?[\d.]+)|\b[RS]-\d{2}[a-d]?\b")


def test_every_section_that_is_cited_exists() -> None:
    cited = {(str(file), name) for file in READ for name in CITED.findall(file.read_text("utf-8"))}
    assert cited
    assert {(file, name) for file, name in cited if name not in SECTIONS} == set()


def test_the_page_names_its_own_sections_rightly() -> None:
    page = (ROOT / "docs" / "domain.md").read_text("utf-8")
    assert set(re.findall(r'(?:see |: )"([A-Z][a-z][^"]+)"', page)) - SECTIONS == set()


@pytest.mark.parametrize("folder", ["gateway", "tests", "rules", "templates"])
def test_nothing_cites_a_document_outside_of_the_repository(folder: str) -> None:
    files = [file for file in READ if file.is_relative_to(ROOT / folder) and "corpus" not in file.parts]
    found = [(str(file), one) for file in files for one in ELSEWHERE.findall(file.read_text("utf-8"))]
    assert found == []


def test_the_drawings_of_the_state_machines_are_current() -> None:
    drawing = subprocess.run([sys.executable, ROOT / "docs" / "draw.py", "--check"], cwd=ROOT, check=False)
    assert drawing.returncode == 0, "run: .venv/bin/python docs/draw.py"
