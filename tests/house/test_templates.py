"""Every letter has its templates in every language, every template its letter, and no customer reads our own words."""

import re
from pathlib import Path

import pytest

from gateway.domain.letters import LETTERS
from gateway.templating import Templates

SHIPPED = Path(__file__).parents[2] / "templates" / "mail"
LANGUAGES = sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir())
NAMES = [name for letter in LETTERS for name in letter.TEMPLATES]
TEMPLATES = Templates.load(None, "en")
INTERNAL = {
    "escalation_new_manager",
    "escalation_new_account_team",
    "escalation_updated_internal",
    "csm_escalation_needs_ticket",
    "agent_new_ticket",
    "agent_reply_arrived",
    "agent_critical_alert",
    "agent_escalation_rejected",
    "account_contract_lapsed",
    "escalation_heads_up",
    "security_note",
    "quarantine_alert",
    "quarantine_digest",
    "bounce_alert",
    "breaker_opened",
    "breaker_closed",
    "alert_summary",
    "command_transcript",
    "command_error",
    "agent_reply_held",
    "burst_alert",
    "license_internal_renewal",
    "license_no_answer_ae",
    "license_reaction",
}
OUR_OWN_WORDS = re.compile(
    r"#[a-z]|\b(intern|internal|assignee|triage|quarantine|quarantäne|deprioritized|cadence|gateway)\b|(level|stufe) \d"
)
OUR_OWN_FIELDS = (
    "ticket.assignee",
    "escalation.manager ",
    "escalation.level",
    "escalation.early",
    "escalation.channel",
)


def test_english_and_german_are_shipped() -> None:
    assert LANGUAGES == ["de", "en"]


def test_no_name_belongs_to_two_letters() -> None:
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_has_a_file_and_every_file_a_letter(language: str) -> None:
    assert {file.stem for file in (SHIPPED / language).glob("*.txt")} == set(NAMES)


def test_a_template_looks_like_the_mail_it_makes() -> None:
    for file in SHIPPED.glob("*/*.txt"):
        first, second, *_ = file.read_text(encoding="utf-8").split("\n")
        assert first.startswith("Subject: "), file
        assert second == "", file


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(set(NAMES) - INTERNAL))
def test_a_customers_mail_has_none_of_our_own_words(name: str, language: str) -> None:
    assert not OUR_OWN_WORDS.findall(TEMPLATES.preview(name, language).lower())
    source = (SHIPPED / language / f"{name}.txt").read_text(encoding="utf-8")
    assert not [field for field in OUR_OWN_FIELDS if field in source]


def test_no_shipped_mail_names_a_vendor() -> None:
    for file in SHIPPED.glob("*/*.txt"):
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"https?://|@(?!company\.example)\w", source), file
