"""Every shipped rule holds what its examples promise, and every answer that a rule names exists."""

from pathlib import Path

import pytest

from gateway.config import shipped
from gateway.desk.quarantine import SENTENCES
from gateway.domain.facts import DECISIONS
from gateway.domain.verdict import Reject, SetAside
from gateway.rules.book import Rule, RuleBook, wrong_example
from gateway.templating import Templates

BOOK = RuleBook.load()
RULES = {rule.name: rule for rule in BOOK.rules()}
TEMPLATES = Templates.load(None, "en")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_example_is_decided_by_its_rule(rule: Rule) -> None:
    decision = BOOK.decision(rule.file)
    assert rule.examples
    assert [wrong_example(decision, rule, one, DECISIONS[rule.file]) for one in rule.examples] == [None] * len(
        rule.examples
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_says_why_in_a_sentence(rule: Rule) -> None:
    assert rule.why.endswith(".")
    assert rule.why[0].isupper()


def test_every_rejection_is_answered_by_a_template_in_every_language() -> None:
    replies = {rule.result.reply for rule in RULES.values() if isinstance(rule.result, Reject)}
    acknowledgements = {str(rule.result) for rule in BOOK.decision("acknowledgement").rules}
    for name in replies | acknowledgements:
        assert TEMPLATES.languages(name) == ("de", "en")


def test_every_cause_of_quarantine_is_explained() -> None:
    causes = {rule.result.cause for rule in RULES.values() if isinstance(rule.result, SetAside)}
    assert causes <= set(SENTENCES)


def test_every_file_of_the_folder_is_read() -> None:
    data = {"access", "attachments", "courtesy", "escalation_fields", "languages", "lifecycle", "notices", "outgoing"}
    data |= {"priority", "service_levels"}
    assert {file.stem for file in shipped("rules").glob("*.toml")} == data | set(DECISIONS)


def test_rules_name_no_vendor_and_no_customer() -> None:
    for file in Path(shipped("rules")).glob("*.toml"):
        assert ".example" not in file.read_text(encoding="utf-8").replace("e.g.", ""), file
