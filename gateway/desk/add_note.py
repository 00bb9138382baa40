"""A customer's reply on a ticket."""

from datetime import timedelta

from gateway.desk.answers import answer, sender_views, tell
from gateway.desk.clocks import change_state
from gateway.desk.desk import Desk
from gateway.desk.notes import cross_notes, take_part, write_note
from gateway.desk.people import first_line, region_of, staff_mailbox
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain.letters import ReplyLetter
from gateway.domain.ticket import Ticket
from gateway.mail.message import Mailbox
from gateway.store.store import Work


def add_note(desk: Desk, work: Work, s: Situation, ticket: Ticket) -> int:
    """Keep the reply as a public note, wake the ticket up, tell whoever works on it; the note's id."""
    note_id = write_note(desk, work, s, ticket.id)
    take_part(desk, work, s, ticket)
    cross_notes(work, s, ticket)
    if not s.nature.automatic:
        ticket = wake(desk, work, s, ticket)
    tell(desk, work, s, "agent_reply_arrived", owners(desk, work, ticket, s), ticket)
    return note_id


def wake(desk: Desk, work: Work, s: Situation, ticket: Ticket) -> Ticket:
    """What a person's reply does to the state: pending and on hold go on, solved is opened again."""
    if ticket.state in ("pending", "on_hold"):
        return change_state(desk, work, ticket, "open", s.now)
    if ticket.state == "solved":
        return reopen(desk, work, s, ticket)
    return ticket


def reopen(desk: Desk, work: Work, s: Situation, ticket: Ticket, acknowledge: bool = True) -> Ticket:
    """Solved becomes open again; the same clock goes on."""
    opened = change_state(desk, work, ticket, "open", s.now, solved_at=None, resolution_code=None)
    if acknowledge and not s.sender.is_staff:
        vendor, recipient = sender_views(desk, work, s)
        answer(desk, work, s, "ack_reply_received", ReplyLetter(vendor, recipient, ticket_view(opened), True), opened)
    return opened


def is_over(desk: Desk, ticket: Ticket, s: Situation) -> bool:
    """Is a solved ticket's window for reopening past? Then it counts as closed."""
    window = timedelta(days=desk.rules.data.lifecycle.reopen_days)
    return ticket.state == "solved" and ticket.solved_at is not None and s.now > ticket.solved_at + window


def owners(desk: Desk, work: Work, ticket: Ticket, s: Situation) -> list[Mailbox]:
    """Who works on a ticket: its assignee, else the first line of its region."""
    if ticket.assignee:
        return [staff_mailbox(work, ticket.assignee)]
    organization = work.directory.organization(ticket.organization) if ticket.organization else None
    return first_line(desk, work, region_of(work, organization), s.now)
