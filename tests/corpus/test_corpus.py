"""Every mail of the corpus reads as the document beside it says.

A case is two files: `<folder>/<what-is-odd>.eml` and `.json`. A folder that is called like a nature says that nature of
all its mails; the JSON holds the part of the `gateway read` document that must hold. Text compares
with white space squeezed, lists of objects element by element with the given fields only, `defects` as a set of words
that must be there ([]: none at all).
"""

import json
from pathlib import Path
from typing import get_args

import pytest

from gateway.mail.classify import classify
from gateway.mail.document import document
from gateway.mail.nature import NatureKind
from gateway.mail.parse import parse

CORPUS = Path(__file__).parent
CASES = sorted(CORPUS.glob("*/*.eml"))


def squeeze(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u200b", "").split())


def differences(expected: object, found: object, place: str) -> list[str]:
    """Where the document does not hold what is expected of it."""
    if place == ".defects" and isinstance(expected, list) and isinstance(found, list) and expected:
        return [f"defect {words!r} is missing in {found}" for words in expected if words not in found]
    if isinstance(expected, dict) and isinstance(found, dict):
        return [one for key in expected for one in differences(expected[key], found.get(key), f"{place}.{key}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [one for index, (left, right) in pairs for one in differences(left, right, f"{place}[{index}]")]
    if isinstance(expected, str) and isinstance(found, str) and squeeze(expected) == squeeze(found):
        return []
    return [] if expected == found else [f"{place}: expected {expected!r}, found {found!r}"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_mail_reads_as_its_expectation_says(path: Path) -> None:
    message = parse(path.read_bytes())
    found = json.loads(json.dumps(document(path.name, message, classify(message, None))))
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    if path.parent.name in get_args(NatureKind):
        expected.setdefault("nature", path.parent.name)
    assert differences(expected, found, "") == []


def test_every_mail_has_an_expectation_and_every_expectation_a_mail() -> None:
    expectations = {path.with_suffix("") for path in CORPUS.glob("*/*.json")}
    assert {path.with_suffix("") for path in CASES} == expectations
