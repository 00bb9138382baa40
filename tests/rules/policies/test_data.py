"""Rule data that is no list of rules."""

import shlex
from pathlib import Path
from shutil import copytree

import pytest

from gateway.config import shipped
from gateway.errors import ConfigurationError, all_of
from gateway.rules.decisions.book import RuleBook
from gateway.rules.policies.policies import FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rules."""
    return copytree(shipped("rules"), tmp_path / "rules")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / "policies" / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_times_are_those_of_the_domain(folder: Path) -> None:
    data = RuleBook.load(folder).data
    assert (data.lifecycle.reopen_days, data.escalation.draft_days) == (14, 14)


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("lifecycle", "reopen_days = 14", "", "ticket.reopen_days: is missing. For example: reopen_days = 14"),
        ("lifecycle", "digest_hour = 7", "digest_hour = 24", "quarantine.digest_hour: must be at most 23"),
        (
            "lifecycle",
            "decide_days",
            "decide_hours = 1\ndecide_days",
            "quarantine.decide_hours: There is no such key. Did you mean",
        ),
        ("access", "# component = []", 'help = "csm"', "who_may.help: must be a list in square brackets"),
        ("escalation_fields", "impact_from_ticket = true", "impact_from_ticket = 1", "true or false"),
        ("escalation_fields", '"add"', '"perhaps"', 'options.csm_cc_missing: must be "add", "reject" or "ignore"'),
        ("escalation_fields", "business_impact = 2", "business_impact = -2", "must be at least 0"),
        (
            "escalation_fields",
            'ticket = ["problem_summary"',
            'ticket = ["colour"',
            'fields.ticket[1]: must be "reason"',
        ),
        ("escalation_fields", "csm =", "cms =", "fields.cms: There is no such key. Did you mean"),
        ("service_levels", 'response = "2bh"', 'response = "soon"', "plan.standard.critical.response"),
        ("priority", 'missing = "medium"', 'missing = "unclear"', 'missing: must be "high", "medium" or "low"'),
        ("notices", "snooze_days = 60", "snooze_days = 0", "renewal.snooze_days: must be at least 1"),
        (
            "outgoing",
            '"ticket_not_found"',
            '"ticket_found"',
            'is named "ticket_found". Did you mean "ticket_not_found"?',
        ),
        ("courtesy", "\n[beside]", "\n[behind]", "beside: is missing"),
        ("languages", "[empty]", "[void]", "empty: is missing"),
        ("attachments", "blocked", "barred", "blocked: is missing"),
    ],
)
def test_a_fault_is_told_with_file_and_key(folder: Path, name: str, old: str, new: str, problem: str) -> None:
    edit(folder, name, old, new)
    with pytest.raises(ConfigurationError) as caught:
        RuleBook.load(folder)
    told = [str(one) for one in all_of(caught.value)]
    assert any(f"{folder / 'policies' / name}.toml:" in one and problem in one for one in told)
    assert [str(one) for one in RuleBook.check(folder)] == told


def test_a_missing_data_file_is_a_fault_before_anything_runs(folder: Path) -> None:
    for file in FILES:
        (folder / "policies" / f"{file.name}.toml").unlink()
    found = RuleBook.check(folder)
    assert [Path(one.file).stem for one in found] == [file.name for file in FILES]
    original = shipped("rules") / "policies" / "languages.toml"
    copy = shlex.join(["cp", str(original), str(folder / "policies" / "languages.toml")])
    assert found[0].next_step == f"Copy the shipped one. Run: {copy}"


def test_every_file_of_the_folder_is_read_at_the_start(folder: Path) -> None:
    files = set(folder.glob("*/*.toml"))
    for file in files:
        file.write_text("what = 'is this'\n")
    assert {Path(one.file) for one in RuleBook.check(folder)} == files
