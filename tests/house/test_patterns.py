"""Regular expressions mean the same on every interpreter that the gateway supports."""

import re
from pathlib import Path

import pytest

import gateway

FILES = sorted(Path(gateway.__file__).parent.rglob("*.py"))
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]*\})\+")


@pytest.mark.parametrize("written", [r"(?:ab)*+", r"(?:ab)?+", r"(?:ab){0,9}+", r"(?:ab)++"])
def test_a_group_repeated_possessively_is_found(written: str) -> None:
    assert POSSESSIVE_GROUP.search(written)


def test_no_group_is_repeated_possessively() -> None:
    # Python before 3.11.5 keeps what such a group took before it failed (CPython's issue 106052);
    # (?>(?:...)*) means the same and is right everywhere
    assert [file for file in FILES if POSSESSIVE_GROUP.search(file.read_text(encoding="utf-8"))] == []
