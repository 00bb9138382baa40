"""Rule data that is no list of rules."""

from pathlib import Path
from shutil import copytree

import pytest

from gateway.config import shipped
from gateway.errors import ConfigurationError
from gateway.rules.data import PolicyData


@pytest.fixture
def data(tmp_path: Path) -> PolicyData:
    """A copy of the shipped rules, read when asked."""
    return PolicyData(copytree(shipped("rules"), tmp_path / "rules"))


def edit(data: PolicyData, name: str, old: str, new: str) -> None:
    file = data.folder / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_times_are_those_of_the_domain(data: PolicyData) -> None:
    assert (data.lifecycle.reopen_days, data.escalation.draft_days) == (14, 14)


@pytest.mark.parametrize(
    ("name", "part", "old", "new", "problem"),
    [
        ("lifecycle", "lifecycle", "reopen_days = 14", "", "lifecycle.toml: ticket.reopen_days: is missing"),
        ("lifecycle", "lifecycle", "digest_hour = 7", "digest_hour = 24", "quarantine.digest_hour: must be at most 23"),
        (
            "lifecycle",
            "lifecycle",
            "decide_days",
            "decide_hours = 1\ndecide_days",
            "quarantine.decide_hours: is not known",
        ),
        ("access", "access", "csm = []", 'csm = "help"', "access.toml: commands.csm: must be a list of texts"),
        ("escalation_fields", "escalation", "impact_from_ticket = true", "impact_from_ticket = 1", "true or false"),
        ("escalation_fields", "escalation", '"add"', '"perhaps"', "options.csm_cc_missing: 'perhaps' is impossible"),
        ("escalation_fields", "escalation", "business_impact = 3", "business_impact = -3", "must be at least 0"),
        ("languages", "labels", "[empty]", "[void]", "languages.toml: empty: is missing"),
        ("attachments", "blocked_endings", "blocked", "barred", "attachments.toml: blocked: is missing"),
    ],
)
def test_a_fault_is_told_with_file_and_key(
    data: PolicyData, name: str, part: str, old: str, new: str, problem: str
) -> None:
    edit(data, name, old, new)
    with pytest.raises(ConfigurationError) as caught:
        getattr(data, part)
    assert problem in str(caught.value)
