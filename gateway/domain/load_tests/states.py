"""The states of a test request (docs/domain.md, "Large-scale tests")."""

from typing import Final, Literal

from gateway.domain.state_table import NOT_YET, Move, StateTable

TestState = Literal["incomplete", "complete", "awaiting_indemnification", "approved", "refused", "done", "withdrawn"]
TestEvent = Literal[
    "asked",
    "completed",
    "agreement_needed",
    "indemnified",
    "approved",
    "refused",
    "changed",
    "taken_up",
    "window_over",
    "ticket_ended",
    "automatic_mail",
]
Row = Move[TestState, TestEvent]

STATES: Final[tuple[TestState, ...]] = (
    "incomplete",
    "complete",
    "awaiting_indemnification",
    "approved",
    "refused",
    "done",
    "withdrawn",
)
OPEN: Final[tuple[TestState, ...]] = ("incomplete", "complete", "awaiting_indemnification")
_DECIDABLE: Final[tuple[TestState, ...]] = ("complete", "awaiting_indemnification")
_SIGNED = "an agreement of indemnification is signed where the kind of test needs one"

TEST_REQUEST = StateTable(
    "test request",
    (
        Row(NOT_YET, "asked", "incomplete"),
        Row(STATES, "automatic_mail", None, effect="kept out of sight"),
        Row(("incomplete",), "completed", "complete", "all five items are there", "the manager is asked"),
        Row(("complete",), "agreement_needed", "awaiting_indemnification", "not signed", "the CSM in copy"),
        Row(("awaiting_indemnification",), "indemnified", "complete", effect="the manager is asked"),
        Row(("incomplete", "complete"), "indemnified", None),
        Row(("complete",), "approved", "approved", _SIGNED, "written consent; the window goes to operations"),
        Row(OPEN, "refused", "refused", "a reason is given", "the requester is told why"),
        Row((*_DECIDABLE, "approved", "refused"), "changed", "complete", effect="the manager is asked again"),
        Row(("refused",), "taken_up", "incomplete", "an item is missing"),
        Row(("approved",), "window_over", "done"),
        Row((*OPEN, "approved"), "ticket_ended", "withdrawn", effect="operations hear where it was approved"),
        Row(("refused", "done", "withdrawn"), "ticket_ended", None),
    ),
)
