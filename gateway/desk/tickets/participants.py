"""Who takes part in a ticket because of what somebody writes: see docs/domain.md, "Proof"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gateway.desk.act import Act
from gateway.desk.situation.addresses import role_of
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.requests import Contribution
from gateway.domain.tickets.ticket import Ticket
from gateway.store.participants import TAKEN_OFF
from gateway.store.store import UnitOfWork

WATCHER = "watcher"
REMOVABLE = ("cc", "allowed", "external", WATCHER)  # a requester stays
MAILED = ("requester", "cc", "owner", "watcher", "allowed")  # kinds of participants that answers go to
MAX_COPIED = 50  # addresses of one mail that are looked at
MAX_NAMED = 10  # people that one remark names


@dataclass(frozen=True, slots=True)
class Joined:
    """`readers` get the answers from now on; `left_out` says who was written to and takes no part, and why."""

    readers: tuple[str, ...] = ()
    left_out: tuple[Phrase, ...] = ()


def take_part(act: Act, ticket: Ticket, contribution: Contribution) -> Joined:
    """Who acts and whom they wrote to become participants: our customer's people as cc, others as external.

    Without proof nobody does, whoever stands in From or Cc; nobody does on a full ticket.
    """
    known = act.work.tickets.everybody(ticket.id)
    people = _people(act, ticket, contribution)
    new = {one: kind for one, kind in people.items() if one and one not in known}
    if not act.actor.proven:
        asked = {address: kind for address, kind in new.items() if kind == "requester"}
        act.work.tickets.add_participants(ticket.id, asked.items())
        return Joined(left_out=_said("note.not_added", act, [address for address in new if address not in asked]))
    taking_part = sum(kind != TAKEN_OFF for kind in known.values())
    room = max(0, act.desk.rules.data.lifecycle.most_participants - taking_part)
    fitting = dict([*new.items()][:room])
    act.work.tickets.add_participants(ticket.id, fitting.items())
    late = [address for address in new if address not in fitting]
    return Joined(_readers(act, ticket, fitting), _said("note.ticket_full", act, late))


def take_off(act: Act, ticket: Ticket, address: str) -> bool:
    """Let somebody take part no more, whoever added them; False where they take no part that can be taken away.

    Their reply addresses count no more, and no Cc brings them back: only our people do.
    """
    address = address.lower()
    kind = dict(act.work.tickets.participants(ticket.id)).get(address)
    if kind not in REMOVABLE:
        return False
    act.work.tickets.set_participant(ticket.id, address, TAKEN_OFF)
    return True


def is_full(act: Act, ticket: Ticket, address: str) -> bool:
    """Is there no place left on the ticket for somebody who takes no part yet?"""
    known = [one for one, _ in act.work.tickets.participants(ticket.id)]
    return address.lower() not in known and len(known) >= act.desk.rules.data.lifecycle.most_participants


def _readers(act: Act, ticket: Ticket, added: dict[str, str]) -> tuple[str, ...]:
    """Those of the new ones that answers go to and that did not write this themselves."""
    known = (act.actor.address.lower(), ticket.requester.lower())
    return tuple(address for address, kind in added.items() if kind in MAILED and address not in known)


def new_readers(addresses: Sequence[str]) -> Phrase | None:
    """What an engineer is told of readers that their ticket has got."""
    return phrase("note.new_readers", people=", ".join(addresses)) if addresses else None


def _said(why: str, act: Act, people: Iterable[str]) -> tuple[Phrase, ...]:
    named = [*people]
    if not named:
        return ()
    shown = ", ".join(named[:MAX_NAMED]) + (f" (+ {len(named) - MAX_NAMED})" if len(named) > MAX_NAMED else "")
    return (phrase(why, sender=act.actor.address, people=shown),)


def _people(act: Act, ticket: Ticket, contribution: Contribution) -> dict[str, str]:
    """Who acts comes first, so that a full Cc field never leaves them out."""
    author = act.actor.address.lower()
    own = _kind(act.work, author, ticket) if contribution.let_in else "cc"
    mine = {author: "requester" if author == ticket.requester else own}
    return mine | {address: kind for address, kind in _copied(act, ticket, contribution).items() if address != author}


def _copied(act: Act, ticket: Ticket, contribution: Contribution) -> dict[str, str]:
    """To and Cc without ourselves and our people, with the part that each would take."""
    return {
        mailbox.address.lower(): _kind(act.work, mailbox.address, ticket)
        for mailbox in contribution.copied[:MAX_COPIED]
        if mailbox.address
        and not role_of(mailbox.address, act.desk.config.addresses)
        and not act.work.directory.staff(mailbox.address)
    }


def _kind(work: UnitOfWork, address: str, ticket: Ticket) -> str:
    contact = work.directory.contact(address)
    codes = (contact.organization,) if contact else work.directory.organizations_of_domain(address.rpartition("@")[2])
    return "cc" if ticket.organization and codes == (ticket.organization,) else "external"
