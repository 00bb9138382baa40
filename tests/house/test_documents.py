"""What the documents name exists."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from gateway.cli.program import app

ROOT = Path(__file__).parent.parent.parent
WITH_COMMANDS = [ROOT / "README.md", ROOT / "docs" / "operating.md"]
DOCUMENTS = [
    *WITH_COMMANDS,
    *(ROOT / "docs" / f"{name}.md" for name in ("architecture", "contributing")),
    ROOT / "rules" / "README.md",
]
LINK = re.compile(r"\]\(([^)#:]+)\)")
COMMAND = re.compile(r"(?:`|^|&& |bin/)gateway(?: --config \S+)? ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    assert links
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", WITH_COMMANDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_command_exists(document: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]  # the program is a group
    named = COMMAND.findall(document.read_text("utf-8"))
    assert named
    assert [one for one in named if not _exists(commands, *one)] == []


def _exists(commands: dict[str, object], command: str, second: str) -> bool:
    parts = getattr(commands.get(command), "commands", None)
    return command in commands and (parts is None or not second or second in parts)


@pytest.mark.parametrize("page", ["architecture", "domain"])
def test_every_file_that_is_named_exists(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    named = set(re.findall(r"`((?:gateway|tests|docs)/[\w/]+\.py)`", text))
    named |= {f"gateway/{one}.py" for one in re.findall(r"\b((?:desk|mail|rules)/\w+/\w+)\b(?!\.)", text)}
    assert named
    assert [one for one in sorted(named) if not (ROOT / one).exists()] == []
