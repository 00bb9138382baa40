"""The words of one of our people on their way to the customer."""

from datetime import datetime

from gateway.desk.answers import answer, sender_views
from gateway.desk.clocks import change_state
from gateway.desk.desk import Desk
from gateway.desk.notes import write_note
from gateway.desk.people import manager_of, recipient_view, region_of, vendor_view
from gateway.desk.post import Order, Posted, post
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain.letters import AgentReplyLetter, TranscriptLetter
from gateway.domain.ticket import State, Ticket
from gateway.mail.message import Mailbox
from gateway.store.store import Work

ANSWER = "agent_public_reply"
MAILED = ("requester", "cc", "owner", "watcher")
SHORTEST_LEAK = 20  # characters of an internal note that make a line recognizable


def relay(desk: Desk, work: Work, s: Situation, ticket: Ticket, text: str) -> int:
    """Write a public note and send it to the customer; the first human answer stops the response clock."""
    leak = _leak(work, ticket, text)
    if leak:
        return _hold(desk, work, s, ticket, text, leak)
    note_id = write_note(desk, work, s, ticket.id, text=text)
    send_reply(desk, work, s, ticket, text)
    state, columns = answered(ticket, s.now)
    change_state(desk, work, ticket, state, s.now, **columns)
    return note_id


def answered(ticket: Ticket, now: datetime) -> tuple[State, dict[str, datetime]]:
    """The state of a ticket that one of our people answered, and, the first time, when."""
    state: State = "pending" if ticket.state in ("new", "open", "on_hold", "pending") else ticket.state
    return state, {} if ticket.first_response_at else {"first_response_at": now}


def _hold(desk: Desk, work: Work, s: Situation, ticket: Ticket, text: str, leak: str) -> int:
    """Nothing leaves, and no clock stops, before a person has looked; the author is told (DOMAIN 3.9)."""
    note_id = write_note(desk, work, s, ticket.id, "internal", text)
    posted = send_reply(desk, work, s, ticket, text, held=leak)
    vendor, recipient = sender_views(desk, work, s)
    lines = (f"{leak} (mail {posted.id})",) if posted else (leak,)
    answer(desk, work, s, "agent_reply_held", TranscriptLetter(vendor, recipient, ticket_view(ticket), lines), ticket)
    return note_id


def send_reply(
    desk: Desk, work: Work, s: Situation, ticket: Ticket, text: str, held: str | None = None
) -> Posted | None:
    """The mail to the requester and those of his organization who take part; `held`: why a person looks first."""
    people = _people(desk, work, s, ticket)
    if not people:
        return None
    organization = work.directory.organization(ticket.organization) if ticket.organization else None
    letter = AgentReplyLetter(
        vendor=vendor_view(desk, region_of(work, organization)),
        recipient=recipient_view(desk, work, people[0].address, people[0].name, organization, ticket.language),
        ticket=ticket_view(ticket),
        body=text,
        agent_name=s.sender.name or s.sender.address,
    )
    last = work.mails.last_of_customer(ticket.id)
    order = Order(
        template=ANSWER,
        letter=letter,
        audience="customer",
        to=people[:1],
        cc=people[1:],
        now=s.now,
        kind="agent",
        ticket=ticket,
        mail_id=s.mail_id,
        in_reply_to=last or s.message_id,
        references=s.references,
        agent_name=s.sender.name or s.sender.address,
        held=held,
    )
    return post(desk, work, order)


def _people(desk: Desk, work: Work, s: Situation, ticket: Ticket) -> tuple[Mailbox, ...]:
    participants = [address for address, kind in work.tickets.participants(ticket.id) if kind in MAILED]
    addresses = dict.fromkeys((ticket.requester, *participants))
    outside = [one for one in addresses if one and not work.directory.staff(one)]
    people = [Mailbox(contact.name if (contact := work.directory.contact(one)) else "", one) for one in outside]
    if ticket.escalated and people:
        organization = work.directory.organization(ticket.organization) if ticket.organization else None
        manager = manager_of(work, region_of(work, organization), s.now)
        people += [manager] if manager else []
    return tuple(people)


def _leak(work: Work, ticket: Ticket, text: str) -> str | None:
    """Internal words never leave (DOMAIN R-11, invariant 10)."""
    outgoing = " ".join(text.split()).casefold()
    for note in work.tickets.notes(ticket.id):
        if note["visibility"] != "internal" or note["author"] is None:
            continue
        for line in str(note["text"]).splitlines():
            piece = " ".join(line.split()).casefold()
            if len(piece) >= SHORTEST_LEAK and piece in outgoing:
                return f"it quotes the internal note {note['id']}"
    return None
