"""Whose reply address a mail came to, and whether it still counts."""

from collections.abc import Sequence

from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import Addressed
from gateway.desk.situation.senders import Sender
from gateway.domain.outgoing.own_addresses import ReplyToken, mark_of, read_reply
from gateway.domain.tickets.ticket import ticket_id
from gateway.mail.message import Message
from gateway.store.store import UnitOfWork


def tokens_of(desk: Desk, to: Addressed) -> list[ReplyToken]:
    """What the signed reply addresses say that a mail came to."""
    return [token for detail in to.details if (token := read_reply(desk.signer, detail))]


def is_revoked(work: UnitOfWork, token: ReplyToken, sender: Sender) -> bool:
    """Was it given to somebody who was taken off the ticket since? Whoever proves who they are needs no token."""
    known = ticket_id(token.reference)
    if not token.mark or known is None or sender.proof == "pass":
        return False
    return token.mark in {mark_of(token.reference, one) for one in work.tickets.taken_off(known)}


def was_given_up(work: UnitOfWork, ticket: int, readers: Sequence[str] | None, sender: Sender) -> bool:
    """Was one of those readers of a mail taken off its ticket since, anybody at all where they are not known (None)?

    As with reply addresses, whoever proves who they are needs nothing from old mail.
    """
    if sender.proof == "pass":
        return False
    gone = work.tickets.taken_off(ticket)
    return bool(gone) if readers is None else not {one.lower() for one in readers}.isdisjoint(gone)


def given_to(work: UnitOfWork, tokens: Sequence[ReplyToken], message: Message, sender: Sender) -> str:
    """Whom the reply address was given to, where somebody else uses it who does not write to them as well."""
    for token in tokens:
        known = ticket_id(token.reference)
        near = (sender.address, *(one.address for one in (*message.to, *message.cc)))
        if not token.mark or known is None or token.mark in {mark_of(token.reference, one) for one in near}:
            continue
        ticket = work.tickets.get(known)
        people = [ticket.requester, *work.tickets.everybody(known)] if ticket else []
        people += [one.email for one in work.directory.all_staff()]
        return next((one for one in people if mark_of(token.reference, one) == token.mark), "?")
    return ""
