"""Every shipped rule holds what its examples promise, and every answer that a rule names exists."""

from pathlib import Path

import pytest

from gateway.config import shipped
from gateway.domain.verdict import Reject
from gateway.rules.decisions.book import FILES, RuleBook
from gateway.rules.decisions.decision import Rule
from gateway.rules.folder import DECISIONS
from gateway.rules.policies.policies import FILES as DATA_FILES
from gateway.templating import Templates

BOOK = RuleBook.load()
RULES = {rule.name: rule for rule in BOOK.rules()}
TEMPLATES = Templates.load(None, "en")


def test_every_rule_has_an_example_that_it_decides() -> None:
    assert all(rule.examples for rule in RULES.values())  # that it decides them is what the loader checks


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_says_why_in_a_sentence(rule: Rule[object]) -> None:
    assert rule.why.endswith(".")
    assert rule.why[0].isupper()


def test_every_rejection_is_answered_by_a_template() -> None:
    replies = {rule.result.reply for rule in RULES.values() if isinstance(rule.result, Reject)}
    acknowledgements = {rule.result for rule in BOOK.acknowledgement.rules}
    for name in replies | acknowledgements:
        assert TEMPLATES.languages(name)


def test_every_file_of_the_folder_is_read() -> None:
    folder = shipped("rules")
    assert {file.name for file in (folder / "policies").iterdir()} == {f"{file.name}.toml" for file in DATA_FILES}
    assert {file.name for file in (folder / "decisions").iterdir()} == {f"{file.name}.toml" for file in FILES}
    assert {file.name for file in FILES} == set(DECISIONS)


def test_rules_name_no_vendor_and_no_customer() -> None:
    for file in Path(shipped("rules")).glob("*/*.toml"):
        assert ".example" not in file.read_text(encoding="utf-8").replace("e.g.", ""), file
