"""The states of a ticket (docs/domain.md, "The states of a ticket")."""

from typing import Literal

from gateway.domain.state_table import NOT_YET, Move, StateTable
from gateway.domain.tickets.ticket import STATES, State

TicketEvent = Literal[
    "mail_accepted",
    "assigned",
    "answered",
    "customer_reply",
    "automatic_mail",
    "status_open",
    "status_pending",
    "status_on_hold",
    "status_solved",
    "status_closed",
    "reminder_due",
    "second_interval_over",
    "handed_over",
    "line_answered",
    "answer_withdrawn",
    "solution_given",
    "customer_thanks",
    "window_over",
    "customer_closes",
    "merged",
    "discarded",
]
Row = Move[State, TicketEvent]
Rows = tuple[Row, ...]

RUNNING: tuple[State, ...] = ("new", "open")  # the resolution clock runs here, and nowhere else
FINAL: tuple[State, ...] = ("closed", "merged", "discarded")  # only a merge leads out of the first and the last
_WORKED_ON: tuple[State, ...] = ("open", "on_hold", "pending")
ALIVE: tuple[State, ...] = ("new", *_WORKED_ON)  # not over
_TAKEN_UP: tuple[State, ...] = (*ALIVE, "solved")
_ON_HOLD, _REOPENED = "the resolution clock stands", "the same resolution clock goes on"
_IN_WINDOW, _SOLVED = "within the time for reopening", "a workaround caps the impact at medium"
_PASSES_OPEN = "passes through open"

_FROM_MAIL: Rows = (
    Row(NOT_YET, "mail_accepted", "new", effect="number, service level, acknowledgement"),
    Row(("pending", "on_hold"), "customer_reply", "open", effect=_REOPENED),
    Row(("solved",), "customer_reply", "open", _IN_WINDOW, _REOPENED),
    Row(("new", "open"), "customer_reply", None, effect="note"),
    Row(("closed", "discarded"), "customer_reply", None, effect="a new ticket continues this one"),
    Row(("merged",), "customer_reply", None, effect="the mail goes to the target of the merge"),
    Row(STATES, "automatic_mail", None, effect="kept out of sight"),
    Row(("solved",), "customer_thanks", "closed"),
    Row(("solved",), "customer_closes", "closed"),
)

_FROM_STAFF: Rows = (
    Row(("new",), "assigned", "open", effect="the assignee is told"),
    Row(("open", "pending", "on_hold", "solved", "closed", "merged", "discarded"), "assigned", None),
    Row(ALIVE, "answered", "pending", effect=f"the response clock is met, {_ON_HOLD}"),
    Row(("solved", *FINAL), "answered", None, effect="the response clock is met"),
    Row(("pending", "solved"), "answer_withdrawn", "open", "it has not left", _REOPENED),
    Row(ALIVE, "handed_over", "on_hold", "a reason is given", f"the next line, {_ON_HOLD}"),
    Row(("on_hold",), "line_answered", "open", effect=_REOPENED),
    Row(_WORKED_ON, "solution_given", "solved", effect=_SOLVED),
    Row(_TAKEN_UP, "status_open", "open", effect=_REOPENED),
    Row(_TAKEN_UP, "status_pending", "pending", effect=_ON_HOLD),
    Row(_TAKEN_UP, "status_on_hold", "on_hold", effect=_ON_HOLD),
    Row(("new",), "status_solved", "solved", effect=_PASSES_OPEN),
    Row((*_WORKED_ON, "solved"), "status_solved", "solved"),
    Row(("new",), "status_closed", "closed", effect=_PASSES_OPEN),
    Row(_WORKED_ON, "status_closed", "closed", effect="passes through solved"),
    Row(("solved",), "status_closed", "closed"),
    Row(tuple(one for one in STATES if one != "merged"), "merged", "merged", "the target is not merged"),
    Row(("new",), "discarded", "discarded", "spam or misdirected"),
)

_FROM_TIME: Rows = (
    Row(("pending",), "reminder_due", "pending", "the first time", "one reminder"),
    Row(("pending",), "second_interval_over", "solved", "not escalated, no open outage", "the customer is told"),
    Row(("solved",), "window_over", "closed"),
)

TICKET = StateTable("ticket", _FROM_MAIL + _FROM_STAFF + _FROM_TIME)
BY_STATUS: dict[str, TicketEvent] = {
    "open": "status_open",
    "pending": "status_pending",
    "on_hold": "status_on_hold",
    "solved": "status_solved",
    "closed": "status_closed",
}


def after(state: str | None, event: TicketEvent) -> State:
    """The state of a ticket after an event. Raises NotAllowed where it cannot happen."""
    return TICKET.after(state, event)


def allows(state: str | None, event: TicketEvent) -> bool:
    """Can the event happen to a ticket in this state?"""
    return TICKET.allows(state, event)
