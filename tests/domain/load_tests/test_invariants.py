"""Whatever is said, signed and decided in whatever order: what must hold of every request for a test."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.load_tests import request as requests
from gateway.domain.load_tests.items import read_items
from gateway.domain.load_tests.merging import add
from gateway.domain.load_tests.timings import Reading
from gateway.errors import NotAllowed
from tests.support.desk import shipped_rules

POLICY = shipped_rules().data.tests
ZONE = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = (
    "Type of test: load test",
    "Type of test: penetration test",
    "IP addresses: 192.0.2.10",
    "IP addresses: 192.0.2.99",
    "Environment IDs: 123",
    "Exact timings: 2026-04-20 20:00 to 23:00",
    "Exact timings: 2026-05-20 20:00 to 23:00",
    "Exact timings: 2026-05-20 23:00 to 20:00",
    "Contact details: tc@acorn.example",
    "Thank you.",
)
DEEDS = ("approve", "refuse", "sign", "end")


def after(one: requests.TestRequest, step: str, now: datetime) -> requests.TestRequest:
    """What becomes of it; a deed that is not allowed changes nothing."""
    try:
        match step:
            case "approve":
                return requests.approved(one, "manager@vendor.example", now)
            case "refuse":
                return requests.refused(one, "manager@vendor.example", now, "too risky")
            case "sign":
                return requests.signed(one, "csm@vendor.example")
            case "end":
                return requests.ended(one, now)
    except NotAllowed:
        return one
    told = read_items("", step, POLICY, Reading(now, ZONE))
    return add(one, told, POLICY, now, ZONE).request


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("\n".join) | st.sampled_from(DEEDS)))
def test_r68_no_penetration_test_is_approved_without_a_signed_agreement(steps: list[str]) -> None:
    one = requests.TestRequest(1)
    for count, step in enumerate(steps):
        before, one = one, after(one, step, BEGIN + timedelta(hours=count))
        if one.state == "approved":
            assert one.kind not in POLICY.indemnified or one.indemnification == "signed"
            assert not one.missing
            assert (one.decision, one.due) == ("approved", one.ends)
        if before.state == "approved" != one.state:
            assert one.decision != "approved" or step == "end"
        if one.state != "incomplete" and one.state not in ("refused", "withdrawn"):
            assert not one.missing
        if before.state in ("done", "withdrawn"):
            assert one.state == before.state
