"""One mail was about two things: a second ticket for the same customer, whose clocks began when the mail came.

See docs/domain.md, "Commands of our own people".
"""

from dataclasses import replace
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import customer_mailbox
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.on_behalf import in_the_name_of
from gateway.desk.tickets.open import announce, begin_ticket
from gateway.desk.tickets.owners import organization_of, requester_cause
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.event import Actor, Words
from gateway.domain.phrase import phrase
from gateway.domain.tickets.requests import Contribution, NewTicket
from gateway.domain.tickets.ticket import Note, Ticket
from gateway.letters.tickets import SplitLetter

READERS: Final = ("cc", "allowed")  # kinds of participants who read the second ticket, too
NEWEST_NOTES: Final = 50  # among which the customer's last words are looked for


def last_words(act: Act, ticket: Ticket) -> Note | None:
    """What somebody of the customer wrote last."""
    for note in act.work.tickets.newest_notes(ticket.id, NEWEST_NOTES):
        if note.visibility == "public" and note.author and not act.work.directory.staff(note.author):
            return note
    return None


def split_off(act: Act, ticket: Ticket, subject: str, last: Note | None, words: Words | None) -> Ticket:
    """The second ticket: of `words` of our own people, which stay inside, else of the customer's `last` with its files.

    Both tickets name each other, and the requester is told both numbers in one mail. The clocks run from the receipt of
    the customer's last words.
    """
    copy = Contribution(Words(last.author, last.text), copy_of=last) if last and not words else None
    customer = _requester(act, ticket)
    new = NewTicket(
        customer,
        subject,
        copy or Contribution(words or Words(None, "")),
        silent=True,
        received=last.at if last else ticket.received_at,
    )
    theirs = in_the_name_of(act, customer, copy.words.text if copy else "")
    opened = begin_ticket(theirs, new)
    _bring_readers(act, ticket, opened.ticket)
    remark(act, ticket.id, phrase("note.split_off", ticket=opened.ticket.number, subject=opened.ticket.subject))
    remark(act, opened.ticket.id, phrase("note.split_from", ticket=ticket.number, subject=ticket.subject))
    _tell_both_numbers(act, ticket, opened.ticket)
    announce(theirs, new, opened)
    return opened.ticket


def _requester(act: Act, ticket: Ticket) -> Actor:
    name = customer_mailbox(act.work, ticket.requester).name
    organization, staff = organization_of(act.work, ticket), act.work.directory.staff(ticket.requester)
    return Actor(ticket.requester, name, organization, staff, language=ticket.language)


def _bring_readers(act: Act, ticket: Ticket, second: Ticket) -> None:
    there = act.work.tickets.participants(ticket.id)
    act.work.tickets.add_participants(second.id, [(one, kind) for one, kind in there if kind in READERS])


def _tell_both_numbers(act: Act, ticket: Ticket, second: Ticket) -> None:
    act = replace(act, event=replace(act.event, cause=requester_cause(act.desk, act.work, ticket)))
    views = requester_views(act, second)
    letter = SplitLetter(*views, ticket_view(act.work, second), ticket_view(act.work, ticket))
    tell_requester(act, "ticket_split", letter, second)
