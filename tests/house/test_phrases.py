"""Every phrase that the code says stands in words.toml with the same places, and nothing there is said by nobody."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.templating import Templates
from gateway.templating.words_file import places

CODE = Path(__file__).parents[2] / "gateway"
WORDS = Templates.load(None, "en").words("en").phrases


def _phrases_of(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase":
            yield node


CALLS = [(file, call) for file in sorted(CODE.rglob("*.py")) for call in _phrases_of(file)]


def _key(call: ast.Call) -> str:
    """The key, or the group and a dot where the code chooses a phrase of a group."""
    first = call.args[0]
    if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
        return str(first.values[0].value)
    return str(first.value) if isinstance(first, ast.Constant) else ""


@pytest.mark.parametrize(("file", "call"), CALLS, ids=[f"{file.stem}-{call.lineno}" for file, call in CALLS])
def test_what_the_code_says_is_in_the_words_with_the_same_places(file: Path, call: ast.Call) -> None:
    key = _key(call)
    if not key or key.endswith("."):
        assert any(known.startswith(key) for known in WORDS)
        return
    assert key in WORDS, f"{file}: {key}"
    if all(keyword.arg for keyword in call.keywords):
        assert {keyword.arg for keyword in call.keywords} == places(WORDS[key]), f"{file}: {key}"


def test_every_phrase_is_said_somewhere() -> None:
    texts = {
        node.value
        for file in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    groups = tuple(key for _, call in CALLS if (key := _key(call)).endswith("."))
    assert [key for key in WORDS if key not in texts and not key.startswith(groups)] == []
