"""What time does to tickets (docs/domain.md, "What time does to a ticket")."""

from typing import Any

import pytest

from gateway.desk.desk import Desk
from gateway.domain.tickets.ticket import ticket_id
from tests.support.desk import (
    MONDAY,
    case,
    change,
    escalate,
    notes,
    open_case,
    queue,
    reply,
    reply_address,
    sent,
    templates_of,
    write,
)
from tests.support.licenses import run, ticked, whom
from tests.support.people import INES, NADIA, OTTO

CRITICAL = "Impact: high\nUrgency: high\nAll tills stand still.\n"


def kinds(desk: Desk, at: str) -> list[str]:
    """The kinds of what fired for tickets at a time."""
    return [kind for kind, subject, _ in ticked(desk, at) if subject.startswith("T-")]


def open_high(desk: Desk, at: str = MONDAY) -> str:
    """A ticket with four business hours for the response and sixteen for the resolution."""
    return open_case(desk, text="Impact: high\nUrgency: medium\nSlow.\n", at=at)


def answer(desk: Desk, number: str, at: str, text: str = "Please restart it.") -> None:
    """An engineer answers the customer: it is their turn."""
    write(desk, NADIA, text, at, to=reply_address(desk, number), subject=f"[{number}]")
    assert case(desk, number)["state"] == "pending"


def test_r04_three_quarters_of_the_response_target_warn_once_and_its_end_is_a_breach_once(desk: Desk) -> None:
    open_high(desk)
    assert kinds(desk, "2026-03-02T11:59:59+01:00") == []
    assert kinds(desk, "2026-03-02T12:00+01:00") == ["response_warning"]
    assert kinds(desk, "2026-03-02T12:30+01:00") == []
    assert kinds(desk, "2026-03-02T13:00+01:00") == ["response_breach"]
    assert kinds(desk, "2026-03-02T13:01+01:00") == []


def test_r04_a_target_in_business_hours_is_used_up_in_business_hours(desk: Desk) -> None:
    open_high(desk, "2026-03-06T16:00:00+01:00")  # a Friday
    assert kinds(desk, "2026-03-09T10:59+01:00") == []
    assert kinds(desk, "2026-03-09T11:00+01:00") == ["response_warning"]
    assert kinds(desk, "2026-03-09T12:00+01:00") == ["response_breach"]


def test_r04_the_resolution_target_warns_and_breaks_as_well(desk: Desk) -> None:
    number = open_high(desk)
    change(desk, number, first_response_at=None)
    assert kinds(desk, "2026-03-02T13:00+01:00") == ["response_breach"]
    assert kinds(desk, "2026-03-03T13:00+01:00") == ["resolution_warning"]
    assert kinds(desk, "2026-03-03T17:00+01:00") == ["resolution_breach"]
    assert kinds(desk, "2026-04-03T17:00+01:00") == []


def test_nobody_is_warned_of_what_is_late_already(desk: Desk) -> None:
    open_high(desk)
    assert kinds(desk, "2026-03-04T09:00+01:00") == ["response_breach", "resolution_breach"]
    assert whom(desk, "sla_warning") == []


def test_r04_an_answer_of_a_person_stops_the_response_clock_and_the_acknowledgement_does_not(desk: Desk) -> None:
    answered, other = open_high(desk), open_high(desk)
    answer(desk, answered, "2026-03-02T10:00:00+01:00")
    assert [s for _, s, _ in ticked(desk, "2026-03-02T13:00+01:00")] == [other]


def test_an_automatic_mail_of_ours_stops_no_response_clock(desk: Desk) -> None:
    """The reminder of a ticket that was set to pending without an answer is no answer either."""
    number = open_high(desk)
    write(desk, NADIA, "#status pending\n", "2026-03-02T10:00:00+01:00", to=reply_address(desk, number))
    assert kinds(desk, "2026-03-02T13:00+01:00") == ["response_breach"]
    assert kinds(desk, "2026-03-09T10:00+01:00") == ["pending_reminder"]
    assert case(desk, number)["first_response_at"] is None


def test_r04_what_waits_for_the_customer_is_not_late_and_the_rest_of_the_target_counts_after_it(desk: Desk) -> None:
    number = open_high(desk)
    answer(desk, number, "2026-03-02T11:00:00+01:00")
    assert kinds(desk, "2026-03-05T09:00+01:00") == []
    write(desk, INES, "Still slow.", "2026-03-05T09:00:00+01:00", to=reply_address(desk, number))
    assert case(desk, number)["resolution_due"] == "2026-03-06T14:00:00Z"
    assert kinds(desk, "2026-03-06T10:59+01:00") == []
    assert kinds(desk, "2026-03-06T11:00+01:00") == ["resolution_warning"]
    assert kinds(desk, "2026-03-06T15:00+01:00") == ["resolution_breach"]


def test_a_raised_priority_that_makes_a_ticket_late_is_a_breach_at_once_and_once(desk: Desk) -> None:
    number = open_case(desk)
    ours = reply_address(desk, number)
    assert kinds(desk, "2026-03-02T12:00+01:00") == []
    write(desk, NADIA, "#priority critical\n#internal\n", "2026-03-02T12:00:00+01:00", to=ours)
    assert kinds(desk, "2026-03-02T12:00+01:00") == ["response_breach", "call_reminder"]
    write(desk, NADIA, "#priority low\n", "2026-03-02T12:05:00+01:00", to=ours)
    write(desk, NADIA, "#priority critical\n", "2026-03-02T12:10:00+01:00", to=ours)
    assert kinds(desk, "2026-03-02T12:10+01:00") == []


def test_a_lowered_priority_moves_the_deadlines_away(desk: Desk) -> None:
    number = open_high(desk)
    write(desk, NADIA, "#priority medium\n", "2026-03-02T10:00:00+01:00", to=reply_address(desk, number))
    assert kinds(desk, "2026-03-02T13:00+01:00") == []
    assert kinds(desk, "2026-03-02T15:00+01:00") == ["response_warning"]


def test_the_warning_goes_to_who_works_on_it_and_the_breach_to_the_manager_as_well(desk: Desk) -> None:
    number = open_high(desk)
    write(desk, NADIA, "#take\n", "2026-03-02T10:00:00+01:00", to=reply_address(desk, number))
    run(desk, "2026-03-02T12:00+01:00")
    run(desk, "2026-03-02T13:00+01:00")
    assert whom(desk, "sla_warning") == [[NADIA]]
    assert whom(desk, "sla_breached") == [[NADIA, OTTO]]


def test_a_ticket_of_nobody_warns_the_manager_of_its_region(desk: Desk) -> None:
    open_high(desk)
    run(desk, "2026-03-02T12:00+01:00")
    assert whom(desk, "sla_warning") == [[OTTO]]


def test_a_warning_shows_the_due_time_and_the_case_and_is_answered_to_the_customer(desk: Desk) -> None:
    number = open_high(desk)
    write(desk, NADIA, "#take\n", "2026-03-02T10:00:00+01:00", to=reply_address(desk, number))
    run(desk, "2026-03-02T12:00+01:00")
    [mail] = [one for one in queue(desk) if one.template == "sla_warning"]
    assert "Monday 2 March 2026, 13:00 CET (12:00 UTC)" in mail.text
    assert "> Slow." in mail.text
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    others = [one for one in queue(desk) if one.template == "agent_new_ticket"]
    assert mail.headers["References"] == others[0].headers["References"]
    answered = {"headers": mail.headers, "text": mail.text}
    document = reply(desk, answered, NADIA, "Please restart it.", at="2026-03-02T12:05:00+01:00")
    assert document["ticket"] == number
    assert sent(document, "agent_public_reply")["envelope_to"] == [INES]
    assert kinds(desk, "2026-03-02T13:00+01:00") == []


def test_r05_a_critical_ticket_without_a_logged_call_reminds_once_at_the_response_target(desk: Desk) -> None:
    number = open_case(desk, text=CRITICAL)
    write(desk, NADIA, "#take\nOn it.", "2026-03-02T09:30:00+01:00", to=reply_address(desk, number))
    assert kinds(desk, "2026-03-02T10:59+01:00") == []
    assert kinds(desk, "2026-03-02T11:00+01:00") == ["call_reminder"]
    assert kinds(desk, "2026-03-02T12:00+01:00") == []
    assert whom(desk, "agent_call_reminder") == [[NADIA, OTTO]]


def test_r05_a_logged_call_needs_no_reminder(desk: Desk) -> None:
    number = open_case(desk, text=CRITICAL)
    write(desk, NADIA, f"#call {INES} 10 min\n", "2026-03-02T09:30:00+01:00", to=reply_address(desk, number))
    assert "call_reminder" not in kinds(desk, "2026-03-02T11:00+01:00")


def test_r05_a_priority_raised_to_critical_asks_for_a_call_and_alerts_the_duty(desk: Desk) -> None:
    number = open_case(desk)
    document = write(desk, NADIA, "#priority critical\n", "2026-03-02T09:30:00+01:00", to=reply_address(desk, number))
    assert sent(document, "agent_critical_alert")["envelope_to"] == [OTTO]
    assert case(desk, number)["phone_call_required"] is True
    again = write(desk, NADIA, "#priority critical\n", "2026-03-02T09:40:00+01:00", to=reply_address(desk, number))
    assert "agent_critical_alert" not in templates_of(again)


def test_r13_a_customer_who_does_not_answer_is_reminded_once_and_then_the_ticket_is_solved_and_closed(
    desk: Desk,
) -> None:
    number = open_case(desk)
    answer(desk, number, "2026-03-02T10:00:00+01:00", "Which node is it?")
    assert kinds(desk, "2026-03-09T09:59+01:00") == []
    assert kinds(desk, "2026-03-09T10:00+01:00") == ["pending_reminder"]
    assert case(desk, number)["state"] == "pending"
    assert kinds(desk, "2026-03-16T09:59+01:00") == []
    assert kinds(desk, "2026-03-16T10:00+01:00") == ["auto_solve"]
    solved = case(desk, number)
    assert (solved["state"], solved["resolution_code"]) == ("solved", "no_answer")
    assert kinds(desk, "2026-03-30T11:00+02:00") == ["auto_close"]
    assert case(desk, number)["state"] == "closed"
    assert kinds(desk, "2027-03-30T11:00+02:00") == []
    told = [one for one in queue(desk) if one.audience == "customer"][-3:]
    assert [one.template for one in told] == ["pending_reminder", "ticket_auto_solved", "ticket_closed"]
    assert all("> Which node is it?" in one.text for one in told[:2])
    assert "within 5 business days, that is until Monday 16 March 2026, 10:00 CET (09:00 UTC)" in told[0].text
    assert [one.headers["Auto-Submitted"] for one in told] == ["auto-generated"] * 3
    assert "Solved by itself: the customer did not answer." in notes(desk, number, "internal")


def test_an_answer_before_the_second_interval_stops_it_and_a_new_question_begins_anew(desk: Desk) -> None:
    number = open_case(desk)
    answer(desk, number, "2026-03-02T10:00:00+01:00")
    run(desk, "2026-03-09T10:00+01:00")
    write(desk, INES, "Still slow.", "2026-03-10T10:00:00+01:00", to=reply_address(desk, number))
    answer(desk, number, "2026-03-10T11:00:00+01:00")
    assert "auto_solve" not in kinds(desk, "2026-03-16T10:00+01:00")
    assert kinds(desk, "2026-03-17T11:00+01:00") == ["pending_reminder"]


def test_a_second_question_gives_the_customer_the_whole_time_again(desk: Desk) -> None:
    number = open_case(desk)
    answer(desk, number, "2026-03-02T10:00:00+01:00")
    answer(desk, number, "2026-03-05T10:00:00+01:00")
    assert kinds(desk, "2026-03-09T10:00+01:00") == []
    assert kinds(desk, "2026-03-12T10:00+01:00") == ["pending_reminder"]


@pytest.mark.parametrize("reason", [{"escalated": True}, {"outage": "O-0007"}])
def test_what_is_escalated_or_belongs_to_an_outage_is_neither_solved_nor_closed_by_itself(
    desk: Desk, reason: dict[str, Any]
) -> None:
    waiting, solved = open_case(desk), open_case(desk)
    answer(desk, waiting, "2026-03-02T10:00:00+01:00")
    write(desk, NADIA, "#status solved\nDone.", "2026-03-02T10:00:00+01:00", to=reply_address(desk, solved))
    change(desk, waiting, **reason)
    change(desk, solved, **reason)
    assert kinds(desk, "2026-03-09T10:00+01:00") == ["pending_reminder"]
    assert kinds(desk, "2026-03-17T10:00+01:00") == []
    assert (case(desk, waiting)["state"], case(desk, solved)["state"]) == ("pending", "solved")
    released: dict[str, Any] = {"escalated": False, "outage": None}
    change(desk, waiting, **released)
    change(desk, solved, **released)
    assert sorted(kinds(desk, "2026-03-18T10:00+01:00")) == ["auto_close", "auto_solve"]


def test_a_requested_escalation_keeps_its_ticket_as_well(desk: Desk) -> None:
    number = open_case(desk)
    escalate(desk, number)
    answer(desk, number, "2026-03-03T11:00:00+01:00")
    assert kinds(desk, "2026-03-10T11:00+01:00") == ["pending_reminder"]
    assert kinds(desk, "2026-03-18T11:00+01:00") == []


def test_a_solved_ticket_that_is_escalated_stays_open_to_replies_after_the_window(desk: Desk) -> None:
    number = open_case(desk)
    ours = reply_address(desk, number)
    write(desk, NADIA, "#status solved\nDone.", "2026-03-02T10:00:00+01:00", to=ours)
    change(desk, number, escalated=True)
    document = write(desk, INES, "It is back.", "2026-03-20T10:00:00+01:00", to=ours)
    assert (document["decision"], case(desk, number)["state"]) == ("note", "open")


def test_a_reopened_ticket_resumes_the_same_clock(desk: Desk) -> None:
    number = open_high(desk)
    ours = reply_address(desk, number)
    write(desk, NADIA, "#status solved\nDone.", "2026-03-02T11:00:00+01:00", to=ours)
    assert kinds(desk, "2026-03-05T09:00+01:00") == []
    write(desk, INES, "It is back.", "2026-03-05T09:00:00+01:00", to=ours)
    assert case(desk, number)["resolution_due"] == "2026-03-06T14:00:00Z"
    assert kinds(desk, "2026-03-06T15:00+01:00") == ["resolution_breach"]


def test_nobody_is_told_of_a_ticket_that_is_closed_long_after_its_window(desk: Desk) -> None:
    """A gateway that stood still for months does not write to the customers of all that time at once."""
    number = open_case(desk)
    write(desk, NADIA, "#status solved\nDone.", "2026-03-02T11:00:00+01:00", to=reply_address(desk, number))
    assert kinds(desk, "2026-06-01T09:00+02:00") == ["auto_close"]
    assert whom(desk, "ticket_closed") == []


def test_the_tick_names_the_mails_that_it_queued(desk: Desk) -> None:
    open_high(desk)
    result = run(desk, "2026-03-02T12:00+01:00")
    assert [one.id for one in queue(desk) if one.template == "sla_warning"] == list(result.outgoing)


def test_a_ticket_of_a_plan_that_is_gone_does_not_stop_the_others(desk: Desk) -> None:
    gone, other = open_high(desk), open_high(desk)
    change(desk, gone, plan="platinum")
    assert [s for _, s, _ in ticked(desk, "2026-03-02T12:00+01:00")] == [other]
    assert kinds(desk, "2026-03-02T12:01+01:00") == []


def test_tickets_that_were_opened_without_proof_do_not_use_up_the_warnings_of_others(desk: Desk) -> None:
    for number in range(60):
        write(desk, INES, f"Impact: high\nUrgency: medium\nForged {number}.\n", MONDAY, proof="none")
    real = open_high(desk, "2026-03-02T09:00:01+01:00")
    assert len(kinds(desk, "2026-03-02T12:00:01+01:00")) == 61
    warnings = {one.ticket_id: one.state for one in queue(desk) if one.template == "sla_warning"}
    assert warnings.pop(ticket_id(real)) == "queued"
    assert "suppressed" in warnings.values()


def test_who_never_proved_that_it_is_them_gets_no_reminder(desk: Desk) -> None:
    """No proof, no automatic mail outside."""
    number = str(write(desk, INES, "Slow.", MONDAY, proof="none")["ticket"])
    answer(desk, number, "2026-03-02T10:00:00+01:00")
    assert kinds(desk, "2026-03-09T10:00+01:00") == ["pending_reminder"]
    assert [one.state for one in queue(desk) if one.template == "pending_reminder"] == ["suppressed"]


def test_a_ticket_without_a_service_level_has_no_target_that_could_be_late(desk: Desk) -> None:
    write(desk, "elmo@cedar.example", "Error on login.", MONDAY)
    assert kinds(desk, "2026-12-02T12:00+01:00") == []


def test_what_is_over_is_not_late(desk: Desk) -> None:
    number = open_high(desk)
    write(desk, NADIA, "#status closed\n", "2026-03-02T10:00:00+01:00", to=reply_address(desk, number))
    assert kinds(desk, "2026-12-02T12:00+01:00") == []
