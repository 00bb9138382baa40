"""The states of an escalation (docs/domain.md, "The states of an escalation")."""

from typing import Literal

from gateway.domain.state_table import NOT_YET, Move, StateTable

State = Literal["requested", "active", "deprioritized", "resolved_pending", "declined", "closed", "withdrawn"]
EscalationEvent = Literal[
    "request_accepted",
    "requested_again",
    "automatic_mail",
    "manager_accepts",
    "manager_declines",
    "manager_answers",
    "customer_told",
    "manager_due_passed",
    "outage_known",
    "closed_for_outage",
    "outage_resolved",
    "outage_false_alarm",
    "outage_over_target",
    "resolved",
    "customer_confirms",
    "customer_denies",
    "monitoring_over",
    "update_due_passed",
    "closed_by_manager",
    "withdrawn",
    "level_raised",
]
Row = Move[State, EscalationEvent]
Rows = tuple[Row, ...]

STATES: tuple[State, ...] = (
    "requested",
    "active",
    "deprioritized",
    "resolved_pending",
    "declined",
    "closed",
    "withdrawn",
)
RUNNING: tuple[State, ...] = ("requested", "active", "deprioritized", "resolved_pending")  # one of these at a time
OVER: tuple[State, ...] = ("declined", "closed", "withdrawn")
_WORKED_ON: tuple[State, ...] = ("requested", "active")
_REASON, _MANAGER = "a reason is given", "a manager is named"

_FROM_CUSTOMER: Rows = (
    Row(NOT_YET, "request_accepted", "requested", "no other one of the ticket is running", "acknowledgement, manager"),
    Row(RUNNING, "requested_again", None, effect="note, the manager is told"),
    Row(STATES, "automatic_mail", None, effect="kept out of sight"),
    Row(("resolved_pending",), "customer_confirms", "closed", effect="the ticket stays as it is"),
    Row(("resolved_pending",), "customer_denies", "active"),
    Row(_WORKED_ON, "withdrawn", "withdrawn"),
)

_FROM_STAFF: Rows = (
    Row(("requested",), "manager_accepts", "active", _MANAGER, "ticket marked escalated, account team told"),
    Row(("requested",), "manager_declines", "declined", _REASON, "the ticket stays as it is"),
    Row(("requested",), "manager_answers", None, effect="the same interval again, for the decision"),
    Row(
        ("active", "deprioritized", "resolved_pending"),
        "customer_told",
        None,
        effect="the next update is due by cadence",
    ),
    Row(("active",), "resolved", "resolved_pending", effect="the customer is asked"),
    Row(("active", "resolved_pending"), "closed_by_manager", "closed", _REASON, "the ticket stays as it is"),
    Row(_WORKED_ON, "level_raised", None, effect="level + 1, the next manager"),
)

_FROM_TIME: Rows = (
    Row(("requested",), "manager_due_passed", "requested", effect="level + 1, the next manager, the same interval"),
    Row(("active",), "update_due_passed", None, effect="the manager is reminded, then the next level told"),
    Row(("resolved_pending",), "monitoring_over", "closed"),
)

_FROM_OUTAGE: Rows = (
    Row(_WORKED_ON, "outage_known", "deprioritized", 'on_outage = "deprioritize"', "linked to the outage"),
    Row(_WORKED_ON, "closed_for_outage", "closed", 'on_outage = "close"', "linked; the ticket stays open"),
    Row(("deprioritized",), "outage_resolved", "closed"),
    Row(("deprioritized",), "outage_over_target", "active"),
    Row(("deprioritized",), "outage_false_alarm", "requested"),
)

ESCALATION = StateTable("escalation", _FROM_CUSTOMER + _FROM_STAFF + _FROM_TIME + _FROM_OUTAGE)


def after(state: str | None, event: EscalationEvent) -> State:
    """The state of an escalation after an event. Raises NotAllowed where it cannot happen."""
    return ESCALATION.after(state, event)
