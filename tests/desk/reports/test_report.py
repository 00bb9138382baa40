"""What a report says of a week at the desk."""

from datetime import timedelta

from gateway.desk.desk import Desk
from gateway.desk.documents.reports import measures_document
from gateway.desk.reports.report import Report, report
from gateway.domain.reports.facts import By
from gateway.domain.reports.measures import Hours
from gateway.domain.reports.period import Period
from tests.support.desk import escalate, moment, open_case, reply_address, write
from tests.support.people import INES, NADIA, ROSA
from tests.support.query_plans import Plans

MONDAY, NEXT_MONDAY = moment("2026-03-02T00:00:00+01:00"), moment("2026-03-09T00:00:00+01:00")
WEEK = Period(MONDAY, NEXT_MONDAY)


def look(desk: Desk, period: Period = WEEK, by: By | None = None) -> Report:
    with desk.store.read() as work:
        return report(desk, work, period, NEXT_MONDAY, by)


def one_week(desk: Desk) -> None:
    """A ticket answered in time and solved, one answered late and opened again, one that nobody answers."""
    first = open_case(desk)
    write(desk, NADIA, "#assign me\nTry this.", "2026-03-02T10:30:00+01:00", to=reply_address(desk, first))
    write(desk, INES, "It works.", "2026-03-02T11:00:00+01:00", to=reply_address(desk, first))
    write(desk, NADIA, "#status solved", "2026-03-02T12:30:00+01:00", to=reply_address(desk, first))
    second = open_case(desk, ROSA, text="Impact: high\nUrgency: high\nAll is down.")
    write(desk, NADIA, "Looking.", "2026-03-02T16:00:00+01:00", to=reply_address(desk, second))
    write(desk, NADIA, "#status solved", "2026-03-03T09:30:00+01:00", to=reply_address(desk, second))
    write(desk, ROSA, "It is back.", "2026-03-03T11:00:00+01:00", to=reply_address(desk, second))
    third = open_case(desk, text="Still waiting.")
    escalate(desk, None)
    escalate(desk, third)


def test_a_week_is_measured_against_its_targets(desk: Desk) -> None:
    one_week(desk)
    total = look(desk).total
    answered, solved = total.first_response, total.resolution
    assert (answered.met, answered.late, answered.open_late, answered.unpromised) == (1, 1, 1, 0)
    assert answered.met_percent == 33.3
    assert answered.business == Hours(2, 1.5, 7.0)
    assert answered.clock is None
    assert (solved.met, solved.late, solved.open_late) == (1, 0, 2)
    assert solved.business == Hours(1, 3.0, 3.0)  # half an hour of it was the customer's turn
    assert total.volumes == {"opened": 3, "solved": 1, "closed": 0, "reopened": 1}
    assert total.opened_by_channel == {"mail": 3}
    assert total.escalations_by_channel == {"email": 1}
    assert total.rejections_by_code == {"no_ticket": 1}


def test_a_group_has_what_is_its_own(desk: Desk) -> None:
    one_week(desk)
    groups = {one.name: one.measures for one in look(desk, by="organization").groups}
    assert {name: one.volumes["opened"] for name, one in groups.items()} == {"acorn": 2, "birch": 1}
    assert groups["acorn"].first_response.met_percent == 50.0
    assert measures_document(groups["birch"])["escalations"] == {"total": 0, "by_reason": {}, "by_channel": {}}
    assert [one.name for one in look(desk, by="region").groups] == ["emea"]
    assert [one.name for one in look(desk, by="engineer").groups] == [NADIA, None]
    assert [one.name for one in look(desk, by="reason").groups] == ["dissatisfaction", None]


def test_another_week_has_nothing_but_what_is_late_still(desk: Desk) -> None:
    one_week(desk)
    later = look(desk, Period(NEXT_MONDAY - timedelta(days=1), NEXT_MONDAY)).total
    assert (later.first_response.met, later.first_response.open_late, later.volumes["opened"]) == (0, 1, 0)


def test_a_report_reads_no_table_from_end_to_end(desk: Desk) -> None:
    one_week(desk)
    plans = Plans(desk.store)
    look(desk, by="region")
    assert any("ticket" in one for one in plans.statements)
    assert plans.scans() == []
