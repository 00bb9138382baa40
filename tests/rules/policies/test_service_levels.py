import tomllib
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from gateway.config import shipped
from gateway.domain.tickets.priority import PriorityMatrix, priority
from gateway.domain.tickets.service_level import AREAS, Audience
from gateway.errors import ConfigurationError
from gateway.rules.policies.priority import PRIORITY
from gateway.rules.policies.service_levels import SERVICE_LEVELS
from gateway.toml import Source

FILE = "rules/x.toml"


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((shipped("rules") / "policies" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("plan", "level", "response", "resolution"),
    [
        ("standard", "critical", "2bh", "8bh"),
        ("standard", "high", "4bh", "16bh"),
        ("standard", "medium", "8bh", "40bh"),
        ("standard", "low", "16bh", "None"),
        ("premium", "critical", "1h", "4h"),
        ("premium", "high", "2h", "8h"),
        ("premium", "medium", "4bh", "24bh"),
        ("premium", "low", "8bh", "None"),
    ],
)
def test_the_shipped_plans_promise_what_the_contract_says(
    plan: str, level: Any, response: str, resolution: str
) -> None:
    targets = SERVICE_LEVELS.of(Source(FILE, read("service_levels.toml"))).plan(plan).targets(level)
    assert (str(targets.response), str(targets.resolution)) == (response, resolution)


def test_premium_is_better_than_standard() -> None:
    best = SERVICE_LEVELS.of(Source(FILE, read("service_levels.toml"))).best(["standard", "premium"])
    assert best is not None
    assert best.name == "Premium"


def test_further_promises_of_a_plan_are_kept_for_templates() -> None:
    data = read("service_levels.toml")
    data["plan"]["standard"]["facts"] = {"platform_availability": "99.5 %"}
    assert SERVICE_LEVELS.of(Source(FILE, data)).plan("standard").facts == {"platform_availability": "99.5 %"}


def test_r04_every_plan_says_something_of_each_of_the_seven_areas_a_template_may_name() -> None:
    """Two are the targets; what a plan does not promise is an empty word, so that no template fails for it."""
    levels = SERVICE_LEVELS.of(Source(FILE, read("service_levels.toml")))
    assert all(set(AREAS) == set(filter(plan.promises.get, plan.promises)) for plan in levels.plans)
    data = read("service_levels.toml")
    data["plan"]["standard"]["facts"] = {"platform_availability": "99.5 %", "parking": "free"}
    promises = SERVICE_LEVELS.of(Source(FILE, data)).plan("standard").promises
    assert (promises["rto"], promises["platform_availability"], promises["parking"]) == ("", "99.5 %", "free")


def test_how_often_a_customer_hears_may_be_promised_too() -> None:
    data = read("service_levels.toml")
    data["plan"]["standard"]["high"]["update"] = "4bh"
    targets = SERVICE_LEVELS.of(Source(FILE, data)).plan("standard").by_priority
    assert (str(targets["high"].update), targets["low"].update) == ("4bh", None)


def test_who_hears_of_a_late_ticket_is_data_and_may_be_left_out() -> None:
    data = read("service_levels.toml")
    for name in ("warning", "breach", "no_call"):
        del data[name]
    shipped_levels, bare = (SERVICE_LEVELS.of(Source(FILE, one)) for one in (read("service_levels.toml"), data))
    assert replace(shipped_levels, plans=()) == replace(bare, plans=())
    data["warning"] = {"percent": 50, "tell": ["first_line"]}
    levels = SERVICE_LEVELS.of(Source(FILE, data))
    assert (levels.warn_percent, levels.warning) == (50, Audience(("first_line",), ("duty",)))


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("plan", "standard", "high", "response"), "4x", "plan.standard.high.response"),
        (("plan", "standard", "high", "response"), 4, "plan.standard.high.response"),
        (("plan", "standard", "high"), "4h", "plan.standard.high"),
        (("plan", "standard", "high", "respnse"), "4h", "plan.standard.high.respnse"),
        (("plan", "standard", "urgent"), {}, "plan.standard.urgent"),
        (("plans",), {}, "plans"),
        (("warning", "percent"), 0, "warning.percent"),
        (("breach", "tell"), ["everybody"], "breach.tell[1]"),
        (("plan",), {}, "plan"),
    ],
)
def test_a_fault_in_the_plans_names_file_and_key(path: tuple[str, ...], value: object, key: str) -> None:
    data = deepcopy(read("service_levels.toml"))
    target = data
    for name in path[:-1]:
        target = target[name]
    target[path[-1]] = value
    with pytest.raises(ConfigurationError) as caught:
        SERVICE_LEVELS.of(Source(FILE, data))
    assert (caught.value.file, caught.value.key) == (FILE, key)
    assert caught.value.problem.endswith(".")


@pytest.fixture
def matrix() -> PriorityMatrix:
    return PRIORITY.of(Source(FILE, read("priority.toml")))


@pytest.mark.parametrize(
    ("urgency", "row"),
    [
        ("high", ["critical", "high", "medium"]),
        ("medium", ["high", "medium", "low"]),
        ("low", ["medium", "low", "low"]),
    ],
)
def test_priority_is_urgency_times_impact(matrix: PriorityMatrix, urgency: str, row: list[str]) -> None:
    assert [priority(impact, urgency, matrix) for impact in ("high", "medium", "low")] == row


def test_what_nobody_stated_counts_as_medium(matrix: PriorityMatrix) -> None:
    assert priority(None, None, matrix) == "medium"
    assert priority("high", None, matrix) == "high"
    assert priority(None, "low", matrix) == "low"
    assert priority("enormous", "low", matrix) == "low"


def test_a_workaround_caps_the_impact_at_medium(matrix: PriorityMatrix) -> None:
    assert priority("high", "high", matrix, workaround=True) == "high"
    assert priority("low", "high", matrix, workaround=True) == "medium"


@pytest.mark.parametrize("fault", ["missing", "workaround_cap"])
def test_an_impossible_level_is_refused(fault: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        PRIORITY.of(Source(FILE, read("priority.toml") | {fault: "enormous"}))
    assert (caught.value.key, caught.value.problem) == (fault, 'must be "high", "medium" or "low".')
