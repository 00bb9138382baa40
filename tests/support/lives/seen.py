"""Everything that can be seen of a desk at one moment, to compare it with the next."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.desk.desk import Desk
from gateway.domain.escalations.escalation import Escalation
from gateway.domain.escalations.states import RUNNING
from gateway.domain.load_tests.request import TestRequest
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.tickets.ticket import Note, Ticket
from gateway.store.inbox.records import MailRecord


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in the database, by id."""

    tickets: Mapping[int, Ticket]
    notes: Mapping[int, Note]
    escalations: Mapping[int, Escalation]
    mails: Mapping[int, MailRecord]
    outgoing: Mapping[int, OutboxEntry]
    participants: Mapping[int, tuple[tuple[str, str], ...]]
    tests: Mapping[int, TestRequest]

    def end_of(self, ticket_id: int) -> Ticket:
        """The ticket at the end of the merges, at most as many as there are tickets."""
        ticket = self.tickets[ticket_id]
        for _ in self.tickets:
            if ticket.merged_into is None:
                return ticket
            ticket = self.tickets[ticket.merged_into]
        raise AssertionError(f"the merges of {ticket_id} go round in a circle")

    def running(self, ticket_id: int) -> list[Escalation]:
        """The escalations of a ticket that are not over."""
        return [one for one in self.escalations.values() if one.ticket_id == ticket_id and one.state in RUNNING]


def look(desk: Desk) -> Seen:
    """The desk as it stands."""
    with desk.store.read() as work:
        tickets = work.tickets.listing(None, None)
        return Seen(
            tickets={one.id: one for one in tickets},
            notes={note.id: note for one in tickets for note in work.tickets.notes(one.id)},
            escalations={one.id: one for one in work.escalations.listing(None, None)},
            mails={one.id: one for one in work.mails.after(0, 10_000)},
            outgoing={one.id: one for one in work.outbox.listing(None, None)},
            participants={one.id: tuple(work.tickets.participants(one.id)) for one in tickets},
            tests={one.id: found for one in tickets if one.subtype and (found := work.load_tests.get(one.id))},
        )
