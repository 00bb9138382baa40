"""Only the composition root builds a Store, a Desk or a Mailer."""

import ast
from pathlib import Path

import gateway

ROOT = Path(gateway.__file__).parent
BUILT = {"Store", "Desk", "SmtpMailer", "FolderMailer", "SigningMailer"}
BUILDERS = {"app", "adapters"}  # adapters wrap each other


def calls_of(file: Path) -> set[str]:
    """The names that are called in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_only_the_composition_root_builds_a_store_a_desk_or_a_mailer() -> None:
    others = [file for file in ROOT.rglob("*.py") if file.relative_to(ROOT).parts[0] not in BUILDERS]
    assert others
    assert {str(file.relative_to(ROOT)): found for file in others if (found := calls_of(file) & BUILT)} == {}
