import tomllib
from typing import Any

import pytest

from gateway.config import shipped
from gateway.errors import ConfigurationError, all_of
from gateway.rules.policies.notices import NOTICES, Notices
from gateway.toml import Source

FILE = "policies/notices.toml"


def read(data: dict[str, Any]) -> Notices:
    return NOTICES.of(Source(FILE, data))


@pytest.fixture
def data() -> dict[str, Any]:
    return tomllib.loads((shipped("rules") / "policies" / "notices.toml").read_text(encoding="utf-8"))


def test_the_shipped_milestones_are_those_of_the_domain(data: dict[str, Any]) -> None:
    policy = read(data).renewal
    days = [one.days for one in policy.milestones if one.kind == "renewal"]
    assert days == [-90, -60, -30, -14, -7, -1, 0, 1, 7, 14]
    assert policy.grace_days == 14
    assert policy.vendor_renews == {"vendor_cloud", "dedicated"}


def test_the_shipped_circle_widens_at_thirty_and_fourteen_days(data: dict[str, Any]) -> None:
    circles = {one.days: one.cc for one in read(data).renewal.milestones}
    assert circles[-60] == ()
    assert circles[-30] == ("company_admin",)
    assert circles[-14] == ("company_admin", "csm", "account_executive")


def test_the_shipped_answers_have_the_words_of_the_contract(data: dict[str, Any]) -> None:
    answers = read(data).answers
    assert {kind: words[0] for kind, words in answers.items()} == {
        "renewed": "renewed",
        "stop": "stop",
        "snooze": "snooze",
        "contact": "contact",
    }


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"days": "-90"}, "renewal.milestone[1].days"),
        ({"days": -10}, "renewal.milestone"),
        ({"stage": "soon"}, "renewal.milestone[1].stage"),
        ({"template": "license_renewal_notise"}, "renewal.milestone[1].template"),
        ({"cc": ["boss"]}, "renewal.milestone[1].cc[1]"),
        ({"cc": "csm"}, "renewal.milestone[1].cc"),
        ({"no_answer": "yes"}, "renewal.milestone[1].no_answer"),
        ({"kind": "license_state"}, "renewal.milestone"),
        ({"when": 1}, "renewal.milestone[1].when"),
    ],
)
def test_a_fault_in_a_milestone_names_file_and_key(data: dict[str, Any], change: dict[str, Any], key: str) -> None:
    data["renewal"]["milestone"][0] |= change
    with pytest.raises(ConfigurationError) as caught:
        read(data)
    assert [(one.file, one.key) for one in all_of(caught.value)] == [(FILE, key)]


@pytest.mark.parametrize("name", ["grace_days", "stale_days", "snooze_days", "vendor_renews", "milestone"])
def test_a_missing_key_is_a_fault_and_no_silent_default(data: dict[str, Any], name: str) -> None:
    del data["renewal"][name]
    with pytest.raises(ConfigurationError, match=name):
        read(data)


def test_the_first_milestone_lies_before_the_end(data: dict[str, Any]) -> None:
    data["renewal"]["milestone"] = [one for one in data["renewal"]["milestone"] if one["days"] >= 0]
    with pytest.raises(ConfigurationError, match="before the end"):
        read(data)


def test_an_unknown_answer_is_a_fault(data: dict[str, Any]) -> None:
    data["answers"]["maybe"] = ["maybe"]
    with pytest.raises(ConfigurationError, match="maybe"):
        read(data)
