"""The states of a license (docs/domain.md, "The states of a license")."""

from typing import Literal

from gateway.domain.state_table import NOT_YET, Move, StateTable

State = Literal[
    "active", "renewal_due", "in_renewal", "renewed", "expired_grace", "lapsed", "not_renewing", "cancelled"
]
LicenseEvent = Literal[
    "listed",
    "first_notice_due",
    "said_renewed",
    "wrote",
    "automatic_mail",
    "stopped",
    "renewed",
    "new_term_began",
    "term_over",
    "grace_over",
    "cancelled",
]
Row = Move[State, LicenseEvent]
Rows = tuple[Row, ...]

STATES: tuple[State, ...] = (
    "active",
    "renewal_due",
    "in_renewal",
    "renewed",
    "expired_grace",
    "lapsed",
    "not_renewing",
    "cancelled",
)
ENDED: tuple[State, ...] = ("not_renewing", "cancelled")  # a person said so; time changes nothing any more
SILENT: tuple[State, ...] = (*ENDED, "renewed")  # no notice leaves
_BEFORE_END: tuple[State, ...] = ("active", "renewal_due", "in_renewal")
_PAST_END: tuple[State, ...] = ("expired_grace", "lapsed")
_LIVING: tuple[State, ...] = (*_BEFORE_END, *_PAST_END, "renewed")
_ASK = "the account executive is told"

_FROM_TIME: Rows = (
    Row(NOT_YET, "listed", "active"),
    Row(("active",), "first_notice_due", "renewal_due"),
    Row(_BEFORE_END, "term_over", "expired_grace"),
    Row(("expired_grace",), "grace_over", "lapsed"),
    Row(("renewed",), "new_term_began", "active"),
)

_FROM_CUSTOMER: Rows = (
    Row((*_BEFORE_END, "not_renewing"), "said_renewed", "in_renewal", effect=_ASK),
    Row((*_PAST_END, "renewed"), "said_renewed", None, effect=_ASK),
    Row(("active", "renewal_due"), "wrote", "in_renewal", effect=_ASK),
    Row(("in_renewal", "renewed", *_PAST_END, "not_renewing"), "wrote", None, effect=_ASK),
    Row(STATES, "automatic_mail", None, effect="kept out of sight"),
    Row((*_BEFORE_END, *_PAST_END), "stopped", "not_renewing", effect="reminders end, one confirmation"),
    Row(("not_renewing",), "stopped", None),
)

_FROM_STAFF: Rows = (
    Row((*_LIVING, "not_renewing"), "renewed", "renewed", "a later last day", "a new term, its notices begin"),
    Row((*_LIVING, "not_renewing"), "cancelled", "cancelled", effect="reminders end"),
)

LICENSE = StateTable("license", _FROM_TIME + _FROM_CUSTOMER + _FROM_STAFF)


def after(state: str | None, event: LicenseEvent) -> State:
    """The state of a license after an event. Raises NotAllowed where it cannot happen."""
    return LICENSE.after(state, event)


def allows(state: str | None, event: LicenseEvent) -> bool:
    """Can the event happen to a license in this state?"""
    return LICENSE.allows(state, event)
