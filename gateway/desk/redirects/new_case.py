"""A mail that becomes a case: whose it is by the matrix of scope, and what it lacks."""

from dataclasses import dataclass, replace

from gateway.desk.act import Act
from gateway.desk.redirects.completeness import ask_for_missing
from gateway.desk.redirects.redirect import send_on
from gateway.desk.redirects.scope import cell_of, draft, place_for
from gateway.desk.tickets.open import Opened, announce, begin_ticket
from gateway.domain.scope import Cell
from gateway.domain.tickets.requests import NewTicket
from gateway.domain.tickets.ticket import Ticket
from gateway.domain.verdict import Ground


@dataclass(frozen=True, slots=True)
class NewCase:
    """`sent_on`: why its requester was sent to somebody else, None where it is ours."""

    opened: Opened
    sent_on: Ground | None = None


def open_case(act: Act, new: NewTicket) -> NewCase:
    """Open a ticket; who supports its component hears of it, else the requester is asked for what it lacks."""
    opened = begin_ticket(act, new)
    act = act.by(new.requester)
    if not is_answered(act, new):
        announce(act, new, opened)
        return NewCase(opened)
    cell = _cell_of_others(act, new, opened.ticket)
    place = place_for(act, opened.ticket, cell) if cell else None
    if cell and place:
        sent = replace(opened, ticket=send_on(act, opened.ticket, place, answers=True))
        return NewCase(sent, _ground(cell))
    announce(act, new, opened)
    if cell:
        draft(act, opened.ticket, cell)
        return NewCase(opened)
    return NewCase(replace(opened, ticket=ask_for_missing(act, new, opened.ticket)))


def is_answered(act: Act, new: NewTicket) -> bool:
    """Only a proven customer is: nobody is sent away or waited for who gets no answer."""
    requester = new.requester
    known = requester.organization is not None and requester.proven and not requester.is_staff
    return known and not new.silent and new.follows is None and act.mail.unanswered is None


def _cell_of_others(act: Act, new: NewTicket, ticket: Ticket) -> Cell | None:
    cell, text = cell_of(act, ticket), f"{new.subject}\n{new.contribution.words.text}"
    others = cell and act.desk.rules.data.scope.leaves_to_others(cell, ticket.type, text)
    return cell if others else None


def _ground(cell: Cell) -> Ground:
    return Ground(f"scope/{cell.component}", f"On {cell.strategy} it is supported by others ({cell.supported_by}).")
