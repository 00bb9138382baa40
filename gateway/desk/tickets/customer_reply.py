"""A customer's reply on a ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from gateway.desk.act import Act
from gateway.desk.directory.people import each_once, staff_mailbox
from gateway.desk.tickets.answers import answer, sender_views, tell
from gateway.desk.tickets.enclosures import enclosed
from gateway.desk.tickets.ending import must_stay, reopen_until, tell_of_end
from gateway.desk.tickets.followers import interested
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import contribute, remark
from gateway.desk.tickets.participants import new_readers, take_part
from gateway.desk.tickets.ticket_state import change_state
from gateway.domain.fields import read_fields
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.requests import Contribution
from gateway.domain.tickets.states import RUNNING, TicketEvent, after, allows
from gateway.domain.tickets.ticket import TYPES, Ticket
from gateway.letters.tickets import ReplyLetter
from gateway.mail.message import Mailbox

Effect = Literal["wakes", "reopens", "closes", "thanks", "none"]
"""What a reply does to the state: pending, on hold and solved go on; only solved does; solved is closed, because they
say so or because they thank; nothing."""
_CLOSED_BY: Final[Mapping[Effect, TicketEvent]] = {"closes": "customer_closes", "thanks": "customer_thanks"}


@dataclass(frozen=True, slots=True)
class News:
    """What became of the escalation of a ticket because of a reply; `managers` are told in the mail about the reply."""

    said: Phrase | None = None
    managers: tuple[Mailbox, ...] = ()


NO_NEWS: Final = News()


def add_reply(act: Act, ticket: Ticket, reply: Contribution, effect: Effect = "wakes", news: News = NO_NEWS) -> int:
    """Keep the reply as a public note, change the state, tell whoever works on it; the note's id.

    Who manages an escalation of the ticket is told, too: perhaps it is solved, or withdrawn, in whatever words.
    """
    kept = contribute(act, ticket, reply)
    if effect == "wakes" or (effect == "reopens" and ticket.state == "solved"):
        ticket = wake(act, ticket)
    elif (event := _CLOSED_BY.get(effect)) and allows(ticket.state, event):
        ticket = change_state(act, ticket, event)
        tell_of_end(act, ticket)
    ticket, corrected = _with_type(act, ticket, reply) if effect == "wakes" else (ticket, None)
    act = act.carrying(enclosed(act, ticket, reply.words, kept.note_id))
    told = each_once((*interested(act, ticket), *_manager(act, ticket), *news.managers))
    tell(act, "agent_reply_arrived", told, ticket, news.said, corrected, new_readers(kept.readers), _borrowed(reply))
    return kept.note_id


def _borrowed(reply: Contribution) -> Phrase | None:
    """That somebody wrote to a reply address which was given to somebody else."""
    return phrase("note.given_to", person=reply.given_to) if reply.given_to else None


def prove_reply(act: Act, ticket: Ticket, reply: Contribution) -> None:
    """A proven copy of what is a note already: whom it was sent to takes part now, and our people hear of the proof."""
    joined, news = take_part(act, ticket, reply), phrase("note.proven_now", sender=act.actor.address)
    for said in (news, *joined.left_out):
        remark(act, ticket.id, said)
    tell(act, "agent_reply_arrived", interested(act, ticket), ticket, news, new_readers(joined.readers))


def _with_type(act: Act, ticket: Ticket, reply: Contribution) -> tuple[Ticket, Phrase | None]:
    """The ticket with the type that a line of a proven participant names, as our acknowledgement asks for it; the news.

    The clocks go on: they hang on the priority.
    """
    if not act.actor.proven or reply.let_in or len(reply.mentions.several) > 1 or ticket.state not in RUNNING:
        return ticket, None
    labels = act.desk.rules.data.labels
    meant = labels.meant_first(read_fields(reply.words.text, labels).get("type", ""), TYPES)
    if meant is None or meant == ticket.type:
        return ticket, None
    was, now = phrase(f"type.{ticket.type}"), phrase(f"type.{meant}")
    news = phrase("note.type_corrected", sender=act.actor.address, before=was, after=now)
    remark(act, ticket.id, news)
    return act.work.tickets.save(replace(ticket, type=meant), was=ticket), news


def _manager(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    running = act.work.escalations.running(ticket.id)
    return (staff_mailbox(act.work, running.manager),) if running and running.manager else ()


def wake(act: Act, ticket: Ticket) -> Ticket:
    """What a person's reply does to the state: pending and on hold go on, solved is opened again."""
    event: TicketEvent = "customer_reply"
    if after(ticket.state, event) == ticket.state:
        return ticket
    return reopen(act, ticket) if ticket.state == "solved" else change_state(act, ticket, event)


def reopen(act: Act, ticket: Ticket, acknowledge: bool = True) -> Ticket:
    """Solved becomes open again; the same clock goes on."""
    opened = change_state(act, ticket, "customer_reply", replace(ticket, solved_at=None, resolution_code=None))
    if acknowledge and not act.actor.is_staff:
        vendor, recipient = sender_views(act)
        answer(act, "ack_reply_received", ReplyLetter(vendor, recipient, ticket_view(act.work, opened), True), opened)
    return opened


def is_over(act: Act, ticket: Ticket) -> bool:
    """Is a solved ticket's window for reopening past? Then it counts as closed, unless it must not end by itself."""
    until = reopen_until(act, ticket) if allows(ticket.state, "window_over") else None
    return until is not None and act.now > until and not must_stay(act, ticket)
