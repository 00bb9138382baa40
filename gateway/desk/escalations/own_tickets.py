"""The open tickets of who was refused an escalation: which they have, and which of them they probably mean.

See docs/domain.md, "The order of judging an escalation".
"""

from dataclasses import dataclass
from typing import Final

from gateway.desk.act import Act
from gateway.desk.tickets.visible import app_names, open_tickets, short
from gateway.domain.tickets.ticket import PRIORITIES, Ticket
from gateway.letters.views import OpenTicketView

MAX_SHOWN: Final = 5
MAX_WORDS: Final = 400  # of the mail, that are compared with the tickets
SHORTEST_WORD: Final = 4  # letters; shorter ones say little about what is meant


@dataclass(frozen=True, slots=True)
class OwnTickets:
    """At most MAX_SHOWN, most probable first; `offered`: the one that fits alone."""

    shown: tuple[Ticket, ...] = ()
    offered: Ticket | None = None
    app_names: tuple[tuple[str, str], ...] = ()  # code and name

    def views(self, but: Ticket | None) -> tuple[OpenTicketView, ...]:
        """As the letters show them, without one that they speak of already."""
        return tuple(self.view(one) for one in self.shown if but is None or one.id != but.id)

    def view(self, ticket: Ticket) -> OpenTicketView:
        """One of them."""
        return OpenTicketView(ticket.number, short(ticket.subject), dict(self.app_names).get(ticket.app or ""))


NOTHING: Final = OwnTickets()


def own_tickets(act: Act, subject: str) -> OwnTickets:
    """Those of a proven contact of the directory, nobody else's; `subject` is that of the mail that is refused."""
    contact, organization = act.work.directory.contact(act.actor.address), act.actor.organization
    if contact is None or organization is None or not act.actor.proven or act.actor.is_staff:
        return NOTHING
    names = app_names(act, organization)
    said = _words(act, f"{subject}\n{act.event.text}")
    fits = {
        one: len(said & _words(act, f"{one.subject} {names.get(one.app or '', '')}"))
        for one in open_tickets(act, organization)
    }
    ranked = sorted(fits, key=lambda one: (-fits[one], PRIORITIES.index(one.priority), -one.id))
    alone = len(ranked) == 1 or (len(ranked) > 1 and fits[ranked[0]] > 0 and fits[ranked[1]] == 0)
    return OwnTickets(tuple(ranked[:MAX_SHOWN]), ranked[0] if alone else None, tuple(names.items()))


def _words(act: Act, text: str) -> set[str]:
    courtesy = act.desk.rules.data.courtesy
    empty = courtesy.beside | courtesy.thanks
    words = (one.strip(".,;:!?()[]\"'*_-").casefold() for one in text.split(maxsplit=MAX_WORDS)[:MAX_WORDS])
    return {one for one in words if len(one) >= SHORTEST_WORD and one not in empty}
