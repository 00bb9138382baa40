"""What a mail names of ours, as far as its bytes tell: tickets, licenses, mails that it answers or reports about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import addressed
from gateway.desk.situation.situation import Prepared
from gateway.domain.outgoing.own_addresses import read_bounce, read_reply
from gateway.domain.tickets.ticket import all_numbers_in, ticket_id
from gateway.mail.nature import Bounce

MAX_NUMBERS = 20  # ticket numbers of one mail
MAX_REFERENCES = 5  # of the mails that one mail answers, the nearest


@dataclass(frozen=True, slots=True)
class Named:
    """Ids of tickets and outgoing mails, Message-IDs, and what reply addresses refer to. `by`: who wrote."""

    by: str
    tickets: tuple[int, ...]
    outgoing: tuple[int, ...]
    answered: tuple[str, ...]
    references: tuple[str, ...]


def named_in(desk: Desk, mail: Prepared) -> Named:
    """What one mail names. What is overlooked is asked for when the mail is decided."""
    message, signer, bounce = mail.message, desk.signer, mail.nature.bounce
    to = addressed(message, mail.envelope, desk.config.addresses)
    tokens = tuple(token.reference for one in to.details if (token := read_reply(signer, one)))
    answered = dict.fromkeys((*message.in_reply_to, *reversed(message.references)))
    signed = (signer.read_message_id(one) for one in islice(answered, MAX_REFERENCES))
    original = signer.read_message_id(bounce.original_message_id or "") if bounce else None
    bounced = (read_bounce(signer, one) for one in (*to.bounce_details, *_returned(bounce)))
    written = f"{message.subject}\n{message.body.reply}\n{message.body.quoted}"
    return Named(
        mail.verification.address or "",
        _tickets((*tokens, *(one[0] for one in signed if one), *all_numbers_in(written))),
        (*(one[0] for one in bounced if one), *((original[1],) if original else ())),
        (*message.in_reply_to, *message.references[-MAX_REFERENCES:]),
        tokens,
    )


def _returned(bounce: Bounce | None) -> Iterator[str]:
    """The parts behind `+` of the addresses in what came back."""
    return (one.rpartition("@")[0].partition("+")[2] for one in (bounce.bounce_addresses if bounce else ()))


def _tickets(numbers: Iterable[str]) -> tuple[int, ...]:
    found = (ticket_id(one) for one in dict.fromkeys(numbers))
    return tuple(islice((one for one in found if one is not None), MAX_NUMBERS))
