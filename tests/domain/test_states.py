"""The state machines, held against small models that were written without looking at the tables."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.escalations import states as escalations
from gateway.domain.licenses import states as licenses
from gateway.domain.load_tests import states as load_tests
from gateway.domain.outgoing import states as outgoing
from gateway.domain.state_table import NOT_YET, Move, StateTable
from gateway.domain.tickets import states as tickets
from gateway.domain.tickets.ticket import STATES
from gateway.errors import NotAllowed

TABLES: list[StateTable[Any, Any]] = [tickets.TICKET, escalations.ESCALATION, licenses.LICENSE]
TABLES += [load_tests.TEST_REQUEST, outgoing.OUTGOING]
WITH_MAIL = TABLES[:4]


def events_of(table: StateTable[Any, Any]) -> list[str]:
    return list(dict.fromkeys(row.event for row in table.rows))


def states_of(table: StateTable[Any, Any]) -> set[str]:
    return {step.target for step in table.steps}


def lives(table: StateTable[Any, Any]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(events_of(table)), max_size=30)


def play(table: StateTable[Any, Any], events: list[str]) -> list[tuple[str, str, str]]:
    """What happened, as (before, event, after), of those events that could."""
    begin = {row.event: row.target for row in table.rows if row.sources == NOT_YET}
    state = str(next(iter(begin.values())))
    steps: list[tuple[str, str, str]] = []
    for event in events:
        if event not in begin and table.allows(state, event):
            steps.append((state, event, str(table.after(state, event))))
            state = steps[-1][2]
    return steps


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_every_state_of_a_table_can_be_reached(table: StateTable[Any, Any]) -> None:
    reached, before = {step.target for step in table.steps if step.source is None}, -1
    while before != len(reached):
        before = len(reached)
        reached |= {step.target for step in table.steps if step.source in reached}
    assert reached == states_of(table) == {step.source for step in table.steps} - {None} | reached


@pytest.mark.parametrize("table", WITH_MAIL, ids=lambda one: one.name)
def test_automatic_mail_moves_nothing(table: StateTable[Any, Any]) -> None:
    assert all(table.after(state, "automatic_mail") == state for state in states_of(table))


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_what_cannot_happen_is_refused_by_name(table: StateTable[Any, Any]) -> None:
    with pytest.raises(NotAllowed, match=table.name):
        table.after("a state that nobody knows", events_of(table)[0])


def test_two_rows_for_one_event_are_no_table() -> None:
    rows: tuple[Move[str, str], ...] = (Move(("open",), "closed", "shut"), Move(("open", "ajar"), "closed", "open"))
    with pytest.raises(ValueError, match="same event"):
        StateTable("door", rows)


# A ticket by hand: whether somebody works on it, whose turn it is, whether it is over.


def ticket_model(state: str, event: str) -> str:
    """Where a ticket goes, told in ifs."""
    if event == "merged":
        return "merged"
    if state in ("closed", "merged", "discarded") or event in ("automatic_mail", "reminder_due"):
        return state
    if event.startswith("status_"):
        return event.removeprefix("status_")
    if event == "answer_withdrawn":
        return "open"
    if event in ("second_interval_over", "solution_given"):
        return "solved"
    if state == "solved":
        asks = {"customer_reply": "open", "customer_thanks": "closed", "customer_closes": "closed"}
        return {**asks, "window_over": "closed"}.get(event, "solved")
    if event == "customer_reply":
        return "new" if state == "new" else "open"
    return {
        "answered": "pending",
        "assigned": "open" if state == "new" else state,
        "handed_over": "on_hold",
        "line_answered": "open",
        "discarded": "discarded",
    }[event]


@given(lives(tickets.TICKET))
def test_a_ticket_goes_where_the_model_says(events: list[str]) -> None:
    for before, event, after in play(tickets.TICKET, events):
        assert after == ticket_model(before, event), (before, event)


@given(lives(tickets.TICKET))
def test_nothing_but_a_merge_leads_out_of_a_ticket_that_is_over(events: list[str]) -> None:
    for before, event, after in play(tickets.TICKET, events):
        if before in ("closed", "discarded", "merged"):
            assert after == before or (event == "merged" and before != "merged")


@given(lives(tickets.TICKET))
def test_a_ticket_is_not_solved_by_its_customer_and_never_new_again(events: list[str]) -> None:
    for before, event, after in play(tickets.TICKET, events):
        assert not (event.startswith("customer_") and after == "solved" and before != "solved")
        assert after != "new" or before == "new"


@pytest.mark.parametrize("state", STATES)
def test_everybody_may_answer_and_be_assigned_in_any_state(state: str) -> None:
    assert all(tickets.allows(state, event) for event in ("answered", "assigned", "customer_reply"))


@pytest.mark.parametrize("state", STATES)
def test_staff_may_put_what_is_not_over_into_any_of_five_states(state: str) -> None:
    over = state in ("closed", "merged", "discarded")
    for wanted, event in tickets.BY_STATUS.items():
        assert tickets.allows(state, event) is not over
        assert over or tickets.after(state, event) == wanted


# An escalation by hand.


def escalation_model(state: str, event: str) -> str:
    """Where an escalation goes."""
    told = ("manager_answers", "customer_told", "update_due_passed")
    if event in ("automatic_mail", "requested_again", "manager_due_passed", "level_raised", *told):
        return state
    if event in ("manager_accepts", "customer_denies", "outage_over_target"):
        return "active"
    if event == "outage_false_alarm":
        return "requested"
    ends = {"manager_declines": "declined", "withdrawn": "withdrawn"}
    return {"outage_known": "deprioritized", "resolved": "resolved_pending", **ends}.get(event, "closed")


@given(lives(escalations.ESCALATION))
def test_an_escalation_goes_where_the_model_says(events: list[str]) -> None:
    for before, event, after in play(escalations.ESCALATION, events):
        assert after == escalation_model(before, event), (before, event)


@given(lives(escalations.ESCALATION))
def test_nothing_leads_out_of_an_escalation_that_is_over(events: list[str]) -> None:
    for before, _, after in play(escalations.ESCALATION, events):
        if before in ("declined", "closed", "withdrawn"):
            assert after == before


def test_an_escalation_becomes_active_only_by_a_manager_a_customer_or_an_outage_that_lasts() -> None:
    ways = {step.event for step in escalations.ESCALATION.steps if step.target == "active" != step.source}
    assert ways == {"manager_accepts", "customer_denies", "outage_over_target"}


def test_nobody_ends_an_escalation_without_a_reason() -> None:
    rows = [row for row in escalations.ESCALATION.rows if row.event in ("manager_declines", "closed_by_manager")]
    assert {row.guard for row in rows} == {"a reason is given"}


def test_every_state_of_an_escalation_either_runs_or_is_over() -> None:
    assert set(escalations.STATES) == {*escalations.RUNNING, *escalations.OVER} == states_of(escalations.ESCALATION)


# A license by hand.


def license_model(state: str, event: str) -> str:
    """Where a license goes."""
    past = state in ("expired_grace", "lapsed")
    if event == "automatic_mail":
        return state
    if event == "said_renewed":
        return state if past or state == "renewed" else "in_renewal"
    if event == "wrote":
        return "in_renewal" if state in ("active", "renewal_due") else state
    return {
        "first_notice_due": "renewal_due",
        "stopped": "not_renewing",
        "renewed": "renewed",
        "new_term_began": "active",
        "term_over": "expired_grace",
        "grace_over": "lapsed",
        "cancelled": "cancelled",
    }[event]


@given(lives(licenses.LICENSE))
def test_a_license_goes_where_the_model_says(events: list[str]) -> None:
    for before, event, after in play(licenses.LICENSE, events):
        assert after == license_model(before, event), (before, event)


@given(lives(licenses.LICENSE))
def test_a_cancelled_license_stays_so_and_time_moves_nothing_that_a_person_ended(events: list[str]) -> None:
    time = {"first_notice_due", "term_over", "grace_over", "new_term_began"}
    for before, event, after in play(licenses.LICENSE, events):
        assert before != "cancelled" or after == "cancelled"
        assert not (event in time and before in ("not_renewing", "cancelled"))


# An outgoing mail by hand.


@given(lives(outgoing.OUTGOING))
def test_only_a_claimed_mail_is_sent_and_what_was_sent_is_not_sent_again_by_itself(events: list[str]) -> None:
    for before, event, after in play(outgoing.OUTGOING, events):
        assert after != "sent" or before == "sending"
        assert before != "sent" or (event, after) == ("came_back", "bounced")


def test_what_was_suppressed_never_leaves() -> None:
    assert not [step for step in outgoing.OUTGOING.steps if step.source == "suppressed"]
