"""Which ticket a mail is about: six tiers of evidence, and whether the sender has a part in it.

See docs/domain.md, "Which ticket a mail is about".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import Addressed
from gateway.desk.situation.reply_addresses import given_to, is_revoked, tokens_of, was_given_up
from gateway.desk.situation.senders import Sender
from gateway.domain.commands import read_mail_commands
from gateway.domain.facts import FoundBy, TicketFound
from gateway.domain.fields import read_fields
from gateway.domain.outgoing.own_addresses import ReplyToken, read_bounce
from gateway.domain.tickets.ticket import (
    Ticket,
    all_numbers_in,
    number_of_digits,
    numbers_in,
    plain_numbers_in,
    ticket_id,
    ticket_number,
)
from gateway.mail.message import Message
from gateway.mail.reply.lines import without_marked_lines
from gateway.mail.text.links import plain_links
from gateway.store.store import UnitOfWork

REFERRED: Final = ("token", "thread", "message_id")  # evidence that a program wrote, not a person
TICKET_COMMAND: Final = "ticket"
MAX_NUMBERS = 20  # ticket numbers looked up for one mail
_SHORTEST = len(ticket_number(1))
_DIGITS = 6  # of a number in its usual form


@dataclass(frozen=True, slots=True)
class Thread:
    """The answer. `ticket` is set when exactly one was found (or, for a note, the oldest open of several).

    `named` is the number as the sender wrote it, `several` the sender's own tickets among those named, `mentioned`
    other tickets of theirs that lower tiers named, `foreign` tickets of somebody else that were named. `given_to`: who
    got the reply address that was used, where that is neither the sender nor anybody they wrote to.
    """

    found: TicketFound
    by: FoundBy
    ticket: Ticket | None = None
    named: str | None = None
    several: tuple[Ticket, ...] = ()
    mentioned: tuple[Ticket, ...] = ()
    foreign: tuple[Ticket, ...] = ()
    merged_from: str | None = None
    given_to: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """The tickets that one kind of evidence names; `named` are the numbers worth an answer when nobody has them."""

    by: FoundBy
    ids: tuple[int, ...]
    named: tuple[str, ...] = field(default=())


def resolve(
    desk: Desk, work: UnitOfWork, message: Message, to: Addressed, sender: Sender, released: bool = False
) -> Thread:
    """Walk the tiers; the first that names a ticket of the sender's own decides."""
    tokens = [one for one in tokens_of(desk, to) if not is_revoked(work, one, sender)]
    signed = _signed(desk, work, _Evidence(message, to, sender, tokens))
    tiers = (*_commanded(message, sender), *signed, *_typed(desk, work, message))
    if not tiers:
        return Thread("none", "none")
    wanted = list(dict.fromkeys(one for tier in tiers for one in tier.ids))[:MAX_NUMBERS]
    known = {ticket.id: ticket for ticket in work.tickets.several(wanted)}
    own = _own(work, wanted, list(known.values()), sender, released)
    return replace(_decide(work, tiers, known, own), given_to=given_to(work, tokens, message, sender))


def _decide(work: UnitOfWork, tiers: tuple[Tier, ...], known: dict[int, Ticket], own: set[int]) -> Thread:
    foreign = tuple(ticket for ticket in known.values() if ticket.id not in own)
    for position, tier in enumerate(tiers):
        mine = [known[one] for one in tier.ids if one in own]
        if not mine:
            continue
        if len(mine) > 1 and tier.by == "subject":
            labeled = next(
                (t for t in tiers[position + 1 :] if t.by == "label" and sum(one in own for one in t.ids) == 1), None
            )
            if labeled:
                mine = [known[one] for one in labeled.ids if one in own]
        mentioned = tuple(ticket for ticket in known.values() if ticket.id in own and ticket not in mine)
        return _found(work, tier.by, mine, mentioned, foreign)
    first = next((tier for tier in tiers if tier.named), None)
    if first is None:
        return Thread("none", "none", foreign=foreign)
    kind: TicketFound = "foreign" if any(one in known for one in _ids(first.named)) else "unknown"
    return Thread(kind, first.by, named=first.named[0], foreign=foreign)


def _found(
    work: UnitOfWork, by: FoundBy, mine: list[Ticket], mentioned: tuple[Ticket, ...], foreign: tuple[Ticket, ...]
) -> Thread:
    targets = list({target.id: target for target in map(work.tickets.follow_merges, mine)}.values())
    if len(targets) > 1:
        ordered = sorted(targets, key=lambda ticket: ticket.id)
        oldest = next((ticket for ticket in ordered if ticket.state not in ("closed", "discarded")), ordered[0])
        return Thread("ambiguous", by, oldest, several=tuple(ordered), mentioned=mentioned, foreign=foreign)
    target = targets[0]
    merged_from = mine[0].number if mine[0].id != target.id else None
    return Thread("one", by, target, mine[0].number, (target,), mentioned, foreign, merged_from)


def _own(work: UnitOfWork, wanted: list[int], tickets: list[Ticket], sender: Sender, released: bool) -> set[int]:
    """Participants, the same organization, a partner's customers, and our own people.

    See docs/domain.md, "Which ticket a mail is about".

    A number that nobody has costs the same questions as somebody else's: what takes longer tells something, too.
    """
    if sender.is_staff or released:
        return {ticket.id for ticket in tickets}
    codes = {sender.organization.code, *sender.organization.partner_of} if sender.organization else set()
    own = {
        ticket.id for ticket in tickets if ticket.organization in codes or ticket.requester == sender.address.lower()
    }
    rest = [one for one in wanted if one not in own]
    return own | work.tickets.tickets_of_participant(sender.address, rest)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a mail shows that only reading an earlier one tells; `tokens`: of the reply addresses that still count."""

    message: Message
    to: Addressed
    sender: Sender
    tokens: Sequence[ReplyToken]


def _signed(desk: Desk, work: UnitOfWork, shown: _Evidence) -> list[Tier]:
    """The kinds of evidence that a person cannot mistype, the strongest first."""
    evidence: tuple[tuple[FoundBy, tuple[int, ...]], ...] = (
        ("token", _ids(one.reference for one in shown.tokens) or _returned_to(desk, work, shown.to, shown.sender)),
        *_answered(desk, work, shown.message, shown.sender),
    )
    return [Tier(by, ids, (ticket_number(ids[0]),)) for by, ids in evidence if ids]


def _returned_to(desk: Desk, work: UnitOfWork, to: Addressed, sender: Sender) -> tuple[int, ...]:
    """Tickets of the mails whose bounce addresses a mail came to: some programs answer there, not to Reply-To."""
    read = [one for detail in to.bounce_details if (one := read_bounce(desk.signer, detail))]
    answered = [(work.outbox.find(mail), place) for mail, place in read]
    return tuple(
        dict.fromkeys(
            one.ticket_id
            for one, place in answered
            if one and one.ticket_id and not was_given_up(work, one.ticket_id, one.readers(place), sender)
        )
    )


def _commanded(message: Message, sender: Sender) -> list[Tier]:
    """The number behind `#ticket`, where one of our people says to which ticket a mail belongs."""
    if not sender.is_staff or TICKET_COMMAND not in message.body.reply.casefold():
        return []
    given = read_mail_commands(message.body.reply, (TICKET_COMMAND,)).commands
    numbers = [number for one in given if one.name == TICKET_COMMAND for number in numbers_in(one.argument)]
    return [Tier("command", _ids(numbers), tuple(numbers))] if len(numbers) == 1 else []


def _typed(desk: Desk, work: UnitOfWork, message: Message) -> list[Tier]:
    """The places where a person may have written numbers, those that have any, the strongest first.

    What may be something else (no dash, bare digits, a quote) counts where the ticket exists, and nobody is told when
    it does not. Numbers in a signature are not ours, but for a labelled one.
    """
    subject, reply = message.subject, plain_links(without_marked_lines(message.body.reply))
    marked = message.body.reply if ">" in message.body.reply else ""  # a quotation by the writer stays in the reply
    quoted = plain_links(f"{marked}\n{message.body.quoted}")
    labeled, exact = _labeled(desk, reply)
    quotes = (*_labeled(desk, f"{quoted}\n{message.body.signature}")[0], *numbers_in(quoted))
    written: tuple[tuple[FoundBy, tuple[str, ...], tuple[str, ...]], ...] = (
        ("subject", *_written_in(subject)),
        ("label", labeled, exact),
        ("body", *_written_in(reply)),
        ("quote", quotes, ()),
    )
    if not any(numbers for _, numbers, _ in written):
        return []
    digits = _most_digits(work, [number for _, numbers, _ in written for number in numbers])
    tiers = [Tier(by, _ids(_fitting(numbers, digits)), _fitting(named, digits)) for by, numbers, named in written]
    return [tier for tier in tiers if tier.ids or tier.named]


def _written_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers in a text, and those of them that can hardly be anything else."""
    numbers = all_numbers_in(text)
    return numbers, plain_numbers_in(text) if numbers else ()


def _most_digits(work: UnitOfWork, numbers: list[str]) -> int:
    """How many digits a number has that exists or could exist next; asked for only where some have more than six."""
    if all(len(number) <= _SHORTEST for number in numbers):
        return _SHORTEST
    return len(ticket_number(work.tickets.newest_id() + 1))


def _fitting(numbers: tuple[str, ...], digits: int) -> tuple[str, ...]:
    return tuple(number for number in dict.fromkeys(numbers) if len(number) <= digits)[:MAX_NUMBERS]


def _ids(numbers: Iterable[str]) -> tuple[int, ...]:
    found = (ticket_id(number) for number in numbers)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _answered(
    desk: Desk, work: UnitOfWork, message: Message, sender: Sender
) -> tuple[tuple[FoundBy, tuple[int, ...]], ...]:
    """Tickets of the mails this one answers: ours by their signature, else others because they are stored.

    A Message-ID that we did not sign is known to everybody who ever saw the mail: it proves no more than a number. Nor
    does ours where somebody who may have it was taken off the ticket.
    """
    answered = tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references))))
    if not answered:
        return ()
    signed = _ids(own[0] for one in answered if (own := desk.signer.read_message_id(one)))
    if signed:
        known = any(was_given_up(work, one, None, sender) for one in signed)
        return (("message_id" if known else "thread", signed),)
    return (("message_id", tuple(work.mails.tickets_of_message_ids(answered))),)


def _labeled(desk: Desk, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers under a label such as "Ticket number:", where bare digits are enough; those with all their digits."""
    if ":" not in text and "\uff1a" not in text and "|" not in text and "\t" not in text:
        return (), ()
    value = read_fields(text, desk.rules.data.labels).get("ticket", "")
    line = value.splitlines()[0] if value else ""
    whole = numbers_in(line)
    return whole or number_of_digits(line), whole or number_of_digits(line, _DIGITS)
