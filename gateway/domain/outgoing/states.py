"""The states of an outgoing mail (docs/domain.md, "The states of an outgoing mail")."""

from typing import Literal

from gateway.domain.state_table import NOT_YET, Move, StateTable

State = Literal["queued", "sending", "sent", "deferred", "failed", "bounced", "suppressed", "held"]
OutgoingEvent = Literal[
    "enqueued",
    "enqueued_over_limit",
    "enqueued_to_be_seen",
    "claimed",
    "accepted",
    "refused",
    "put_off",
    "given_up",
    "lease_over",
    "came_back",
    "tried_again",
    "held",
    "dropped",
]
Row = Move[State, OutgoingEvent]
Rows = tuple[Row, ...]

STATES: tuple[State, ...] = ("queued", "sending", "sent", "deferred", "failed", "bounced", "suppressed", "held")
_WAITS: tuple[State, ...] = ("queued", "deferred")

_FROM_DESK: Rows = (
    Row(NOT_YET, "enqueued", "queued"),
    Row(NOT_YET, "enqueued_over_limit", "suppressed", effect="the reason is kept"),
    Row(NOT_YET, "enqueued_to_be_seen", "held", effect="a person looks first"),
)

_FROM_DELIVERY: Rows = (
    Row(_WAITS, "claimed", "sending", "due", "a lease"),
    Row(("sending",), "lease_over", "sending", effect="another sender takes it, same Message-ID"),
    Row(("sending",), "accepted", "sent"),
    Row(("sending",), "put_off", "deferred", "an attempt is left", "the next attempt"),
    Row(("sending",), "refused", "failed", effect="whoever works on the case is told"),
    Row(("sending",), "given_up", "failed", "five days old", "whoever works on the case is told"),
    Row(("sent", "deferred", "failed"), "came_back", "bounced", effect="the contact is marked"),
)

_FROM_OPERATOR: Rows = (
    Row((*_WAITS, "held", "failed", "bounced"), "tried_again", "queued", effect="due at once"),
    Row(_WAITS, "held", "held"),
    Row((*_WAITS, "held"), "dropped", "failed"),
)

OUTGOING = StateTable("outgoing mail", _FROM_DESK + _FROM_DELIVERY + _FROM_OPERATOR)


def after(state: str | None, event: OutgoingEvent) -> State:
    """The state of an outgoing mail after an event. Raises NotAllowed where it cannot happen."""
    return OUTGOING.after(state, event)


def allows(state: str | None, event: OutgoingEvent) -> bool:
    """Can the event happen to a mail in this state?"""
    return OUTGOING.allows(state, event)
