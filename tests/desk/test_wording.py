"""What a rule answers with must be there to be written."""

import shutil
from pathlib import Path

from gateway.config import shipped
from gateway.desk.wording import missing_templates
from gateway.rules.book import RuleBook
from gateway.templating import Templates


def test_every_shipped_rule_answers_with_a_template_that_exists() -> None:
    assert missing_templates(RuleBook.load(), Templates.load(None, "en")) == []


def test_a_rule_that_answers_with_an_unknown_template_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(shipped("rules"), folder)
    file = folder / "escalation.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"escalation_not_yet"', '"escalation_never"'), encoding="utf-8")
    (fault,) = missing_templates(RuleBook.load(folder), Templates.load(None, "en"))
    assert str(fault) == f"{file}: rule too-early: reply: there is no template escalation_never."
