"""What the mails of a batch will need of the database, asked for all of them together before the first is decided."""

from collections.abc import Iterator, Sequence

from gateway.mail.message import Message
from gateway.store.store import UnitOfWork

MAX_PEOPLE = 20  # addresses of one mail; whoever stands behind them is looked up when it is their turn


def look_ahead(work: UnitOfWork, messages: Sequence[Message]) -> None:
    """Let the parts of the database find out what they can; what is missing here is asked for later, one by one."""
    work.mails.earlier.look_ahead(one.identity for one in messages)
    work.directory.look_ahead(address for one in messages for address in _people(one))


def _people(message: Message) -> Iterator[str]:
    named = (message.author, *(one.address for one in (*message.from_, *message.to, *message.cc)[:MAX_PEOPLE]))
    return (one for one in named if one)
