"""What the mails of a batch will need of the database, asked for all of them together before the first is decided."""

from collections.abc import Iterator, Sequence

from gateway.desk.desk import Desk
from gateway.desk.outgoing.limits import answer_caps
from gateway.desk.situation.awaited import letters_of
from gateway.desk.situation.situation import Prepared
from gateway.desk.situation.traffic import WINDOW, most_counted
from gateway.mail.message import Message
from gateway.store.store import UnitOfWork

MAX_PEOPLE = 20  # addresses of one mail; whoever stands behind them is looked up when it is their turn


def look_ahead(desk: Desk, work: UnitOfWork, mails: Sequence[Prepared]) -> None:
    """Let the parts of the database find out what they can; what is missing here is asked for later, one by one.

    A lone mail asks for what it needs itself.
    """
    if len(mails) < 2:
        return
    messages, first = [one.message for one in mails], min(one.envelope.received_at for one in mails)
    senders = [one.verification.address for one in mails if one.verification.address]
    work.mails.earlier.look_ahead(one.identity for one in messages)
    work.awaited.look_ahead(letter for one in messages for letter in letters_of(one))
    work.mails.traffic.look_ahead(senders, first - WINDOW, most_counted(desk.config.limits))
    work.outbox.answers.look_ahead((one.lower() for one in senders), first, answer_caps(desk.config.limits))
    work.directory.look_ahead(address for one in messages for address in _people(one))


def _people(message: Message) -> Iterator[str]:
    named = (message.author, *(one.address for one in (*message.from_, *message.to, *message.cc)[:MAX_PEOPLE]))
    return (one for one in named if one)
