"""A ticket goes to another line of our support: the customer keeps the person they know.

See docs/domain.md, "The states of a ticket".
"""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.people import each_once, line_people
from gateway.desk.tickets.answers import tell
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import write_note
from gateway.desk.tickets.owners import is_member, owners, ticket_region
from gateway.desk.tickets.participants import WATCHER
from gateway.desk.tickets.routing import line_group, line_group_people
from gateway.desk.tickets.ticket_state import change_state
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.directory.entries import Staff
from gateway.domain.event import Words
from gateway.domain.phrase import phrase
from gateway.domain.tickets.states import allows
from gateway.domain.tickets.ticket import FIRST_LINE, Ticket
from gateway.letters.tickets import ForwardedLetter


def hand_over(act: Act, ticket: Ticket, line: int, reason: str) -> Ticket:
    """Put a ticket on hold until that line answers; its people read why, the customer only that more of us look at it.

    Raises NotAllowed where the ticket waits for the customer or is over.
    """
    handed = change_state(act, ticket, "handed_over", replace(ticket, line=line))
    _say_why(act, handed, reason)
    if act.actor.staff and not ticket.assignee:  # else nobody would hear what the line says
        act.work.tickets.add_participants(ticket.id, [(act.actor.address, WATCHER)])
    people = line_group_people(act, ticket, line)
    people = people or line_people(act.desk, act.work, ticket_region(act.work, ticket), line, act.now)
    tell(act, "handover_line", people, handed, phrase("note.handed_over", line=line, reason=reason))
    letter = ForwardedLetter(*requester_views(act, handed), ticket_view(act.work, handed))
    tell_requester(act, "ticket_forwarded", letter, handed)
    return handed


def take_back(act: Act, ticket: Ticket, reason: str) -> Ticket:
    """The first line goes on with a ticket."""
    back = replace(ticket, line=FIRST_LINE)
    if allows(ticket.state, "line_answered"):
        back = change_state(act, ticket, "line_answered", back)
    else:
        back = act.work.tickets.save(back, was=ticket)
    _say_why(act, back, reason)
    people = each_once(owners(act, back), but=(act.actor.address.lower(),))
    tell(act, "handover_line", people, back, phrase("note.handed_over", line=FIRST_LINE, reason=reason))
    return back


def hear_line(act: Act, ticket: Ticket) -> Ticket:
    """An internal note of somebody of the line that a ticket waits for: whoever works on it goes on."""
    staff = act.actor.staff
    waits = ticket.state == "on_hold" and ticket.line > FIRST_LINE
    if staff and waits and _is_of_line(act, ticket, staff):
        return change_state(act, ticket, "line_answered")
    return ticket


def _is_of_line(act: Act, ticket: Ticket, person: Staff) -> bool:
    if act.desk.rules.data.access.is_in(f"line_{ticket.line}", person.roles):
        return True
    group = line_group(act, ticket, ticket.line)
    return group is not None and is_member(act.work, person, group.code)


def _say_why(act: Act, ticket: Ticket, reason: str) -> None:
    why = phrase("note.handed_over", line=ticket.line, reason=reason)
    said = act.desk.templates.say(why, act.desk.config.gateway.language)
    write_note(act, ticket.id, Words(act.actor.address, said), "internal")
