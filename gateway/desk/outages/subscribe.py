"""A person asks to hear of outages, or to hear of them no more."""

from gateway.desk.act import Act
from gateway.desk.outgoing.unsubscribe import start, stop
from gateway.desk.tickets.answers import answer, sender_views
from gateway.desk.tickets.letter_views import outage_view
from gateway.domain.outages.outage import OUTAGES, Outage
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.outages import SubscriptionLetter


def subscribe(act: Act, outage: Outage | None, ticket: Ticket | None) -> None:
    """They hear of this outage while it is open; where they name none that is, of all that concern them."""
    about = outage if outage and outage.is_open else None
    start(act, about.number if about else OUTAGES)
    _answer(act, "subscribed", about, ticket)


def unsubscribe(act: Act, outage: Outage | None, ticket: Ticket | None) -> None:
    """They hear of this outage no more where they asked for it alone; else of none."""
    about = outage if outage and stop(act, outage.number) else None
    if about is None:
        stop(act, None)
    _answer(act, "unsubscribed", about, ticket)


def _answer(act: Act, template: str, about: Outage | None, ticket: Ticket | None) -> None:
    letter = SubscriptionLetter(*sender_views(act), outage=outage_view(act.desk, about) if about else None)
    answer(act, template, letter, ticket)
