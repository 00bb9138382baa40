"""Which ticket a mail is about (DOMAIN 3.4): six tiers of evidence, and whether the sender has a part in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.desk.addressed import Addressed
from gateway.desk.desk import Desk
from gateway.desk.people import Sender
from gateway.domain.facts import FoundBy, TicketFound
from gateway.domain.fields import read_fields
from gateway.domain.ticket import Ticket, all_numbers_in, number_of_digits, numbers_in, ticket_id, ticket_number
from gateway.mail.message import Message
from gateway.store.store import Work

MAX_NUMBERS = 20  # ticket numbers looked up for one mail


@dataclass(frozen=True, slots=True)
class Thread:
    """The answer. `ticket` is set when exactly one was found (or, for a note, the oldest open of several).

    `named` is the number as the sender wrote it, `several` the sender's own tickets among those named,
    `mentioned` other tickets of his that lower tiers named, `foreign` tickets of somebody else that were named.
    """

    found: TicketFound
    by: FoundBy
    ticket: Ticket | None = None
    named: str | None = None
    several: tuple[Ticket, ...] = ()
    mentioned: tuple[Ticket, ...] = ()
    foreign: tuple[Ticket, ...] = ()
    merged_from: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """The numbers that one kind of evidence names; `typed` by a person, who may err."""

    by: FoundBy
    ids: tuple[int, ...]
    typed: tuple[str, ...] = field(default=())


def resolve(desk: Desk, work: Work, message: Message, to: Addressed, sender: Sender, released: bool = False) -> Thread:
    """Walk the tiers; the first that names a ticket of the sender's own decides."""
    tiers = (*_signed(desk, work, message, to), *_typed(desk, message))
    if not tiers:
        return Thread("none", "none")
    wanted = list(dict.fromkeys(one for tier in tiers for one in tier.ids))[:MAX_NUMBERS]
    known = {ticket.id: ticket for ticket in work.tickets.several(wanted)}
    own = _own(work, wanted, list(known.values()), sender, released)
    return _decide(work, tiers, known, own)


def _decide(work: Work, tiers: tuple[Tier, ...], known: dict[int, Ticket], own: set[int]) -> Thread:
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
    first = tiers[0]
    kind: TicketFound = "foreign" if any(one in known for one in first.ids) else "unknown"
    named = first.typed[0] if first.typed else ticket_number(first.ids[0])
    return Thread(kind, first.by, named=named, foreign=foreign)


def _found(
    work: Work, by: FoundBy, mine: list[Ticket], mentioned: tuple[Ticket, ...], foreign: tuple[Ticket, ...]
) -> Thread:
    targets = list({target.id: target for target in map(work.tickets.follow_merges, mine)}.values())
    if len(targets) > 1:
        ordered = sorted(targets, key=lambda ticket: ticket.id)
        oldest = next((ticket for ticket in ordered if ticket.state not in ("closed", "discarded")), ordered[0])
        return Thread("ambiguous", by, oldest, several=tuple(ordered), mentioned=mentioned, foreign=foreign)
    target = targets[0]
    merged_from = mine[0].number if mine[0].id != target.id else None
    return Thread("one", by, target, mine[0].number, (target,), mentioned, foreign, merged_from)


def _own(work: Work, wanted: list[int], tickets: list[Ticket], sender: Sender, released: bool) -> set[int]:
    """Participants, the same organization, a partner's customers, and our own people (DOMAIN 3.4).

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


def _signed(desk: Desk, work: Work, message: Message, to: Addressed) -> list[Tier]:
    """The kinds of evidence that a person cannot mistype, the strongest first."""
    read = [desk.signer.read_sub_address("reply", detail) for detail in to.details]
    named: tuple[tuple[FoundBy, tuple[int, ...]], ...] = (
        ("token", _ids(reference for reference in read if reference) if read else ()),
        ("thread", _thread_ids(desk, work, message)),
    )
    return [Tier(by, ids) for by, ids in named if ids]


def _typed(desk: Desk, message: Message) -> list[Tier]:
    """The places where a person may have written numbers, those that have any, the strongest first."""
    reply, rest = message.body.reply, f"{message.body.quoted}\n{message.body.signature}"
    written: tuple[tuple[FoundBy, tuple[str, ...]], ...] = (
        ("subject", numbers_in(message.subject)),
        ("label", _labeled(desk, reply)),
        ("body", all_numbers_in(reply)),
        ("quote", (*_labeled(desk, rest), *numbers_in(rest))),
    )
    return [_tier(by, numbers) for by, numbers in written if numbers]


def _tier(by: FoundBy, numbers: tuple[str, ...]) -> Tier:
    unique = tuple(dict.fromkeys(numbers))[:MAX_NUMBERS]
    return Tier(by, _ids(unique), unique)


def _ids(numbers: Iterable[str]) -> tuple[int, ...]:
    found = (ticket_id(number) for number in numbers)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _thread_ids(desk: Desk, work: Work, message: Message) -> tuple[int, ...]:
    """Tickets of the mails this one answers: ours by their signature, others because they are stored."""
    answered = tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references))))
    if not answered:
        return ()
    signed = [own[0] for one in answered if (own := desk.signer.read_message_id(one))]
    ids = _ids(signed)
    return ids or tuple(work.mails.tickets_of_message_ids(answered))


def _labeled(desk: Desk, text: str) -> tuple[str, ...]:
    """Numbers under a label such as "Ticket number:"; there bare digits are enough."""
    if ":" not in text and "\uff1a" not in text and "|" not in text and "\t" not in text:
        return ()
    value = read_fields(text, desk.rules.data.labels).get("ticket", "")
    line = value.splitlines()[0] if value else ""
    return numbers_in(line) or number_of_digits(line)
