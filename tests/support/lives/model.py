"""Where a ticket goes, told in ifs, without a look at the table of the product: from what was said in a mail."""

from datetime import datetime, timedelta

from gateway.domain.tickets.ticket import Ticket
from tests.support.lives.deed import Deed

OVER = ("closed", "merged", "discarded")
REOPEN = timedelta(days=14)
NOTHING_DONE = ("quarantine", "duplicate", "automatic", "command_refused", "new", "follow_up", "own")


def state_after(ticket: Ticket, deed: Deed, running: bool) -> str:
    """The state of the ticket that a mail was about. `running`: it is being escalated."""
    if deed.decision in NOTHING_DONE or ticket.state == "merged":
        return ticket.state
    if deed.who == "customer" or deed.said == "escalate":
        return _after_customer(ticket, deed, running)
    return _after_staff(ticket, deed) if deed.who == "staff" else ticket.state


def counts_as_closed(ticket: Ticket, now: datetime, running: bool) -> bool:
    """Is a solved ticket's time for reopening over, and may it end?"""
    waits = running or ticket.escalated or ticket.outage is not None
    return ticket.state == "solved" and ticket.solved_at is not None and now > ticket.solved_at + REOPEN and not waits


def _after_customer(ticket: Ticket, deed: Deed, running: bool) -> str:
    state = ticket.state
    if (
        state in OVER
        or deed.said in ("STATUS", "LIST", "CONFIRM", "WITHDRAW")
        or counts_as_closed(ticket, deed.at, running)
    ):
        return state
    if deed.said == "escalate":
        return "open" if state == "solved" and deed.decision == "accept" else state
    if deed.said == "CLOSE" and state != "solved":
        return state
    if state == "solved":
        if deed.said == "thanks":
            return "solved" if running or ticket.escalated or ticket.outage else "closed"
        return "closed" if deed.said == "CLOSE" and not running else "open"
    return "new" if state == "new" else "open"


def _after_staff(ticket: Ticket, deed: Deed) -> str:
    state, (word, _, argument) = ticket.state, deed.said.partition(" ")
    if word == "#status":
        return argument
    if word == "#merge":
        return "merged"
    if word in ("#approve", "#refuse"):
        return "on_hold" if word == "#approve" else "solved"
    if state not in OVER and state != "solved":
        if word == "#line":
            return "open" if argument.startswith("1") and state == "on_hold" else "on_hold"
        if deed.public:
            return "pending"
    if word in ("#assign", "#take"):
        return "open" if state == "new" else state
    return state
