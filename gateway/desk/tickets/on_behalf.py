"""What one of our people does in a customer's name: opens their case, gives them one, files what they wrote.

See docs/domain.md, "Commands of our own people". What a forwarded message says of its author proves nothing; that one
of our people names them does.
"""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.contracts import agreement
from gateway.desk.directory.people import named
from gateway.desk.situation.addresses import our_domains, role_of
from gateway.desk.tickets.notes import remark, write_note
from gateway.desk.tickets.open import acknowledge, open_ticket
from gateway.desk.tickets.participants import MAILED, WATCHER
from gateway.desk.tickets.ticket_state import with_service_level
from gateway.domain.event import Actor, Event, MailRef, Words
from gateway.domain.outgoing.cause import OURS
from gateway.domain.phrase import phrase
from gateway.domain.tickets.requests import Contribution, NewTicket, PassedOn
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotAllowed


def customer_at(act: Act, address: str) -> Actor:
    """The customer at an address: of the organization of the directory, or that alone uses the domain."""
    directory = act.work.directory
    contact = directory.contact(address)
    codes = (contact.organization,) if contact else directory.organizations_of_domain(address.rpartition("@")[2])
    organization = directory.organization(codes[0]) if len(codes) == 1 else None
    language = contact.language if contact else None
    return Actor(address, contact.name if contact else "", organization, language=language)


def is_of_another(act: Act, customer: Actor, author: str) -> bool:
    """Is the author of a message of another customer than this one, and no partner who acts for them?"""
    theirs, wanted = customer_at(act, author).organization, customer.organization
    if theirs is None:
        return False
    return wanted is None or wanted.code not in (theirs.code, *theirs.partner_of)


def open_for(act: Act, customer: Actor, passed_on: PassedOn) -> Ticket:
    """A new ticket of the customer, who is acknowledged. Words of our own people in it stay inside."""
    theirs = passed_on.words.author == customer.address
    in_their_name = in_the_name_of(act, customer, passed_on.words.text if theirs else "")
    new = NewTicket(customer, passed_on.subject, Contribution(passed_on.words))
    ticket = open_ticket(in_their_name, new).ticket
    remark(act, ticket.id, phrase("note.passed_on", person=named(act.work, act.actor.address)))
    return ticket


def is_ours(act: Act, address: str) -> bool:
    """Is it one of our people, one of our addresses, or nobody of a customer at a domain of ours?"""
    directory, domain = act.work.directory, address.rpartition("@")[2].lower()
    if directory.staff(address) or role_of(address, act.desk.config.addresses):
        return True
    if domain not in our_domains(act.desk.config):
        return False
    return not directory.contact(address) and not directory.organizations_of_domain(domain)


def open_by_hand(act: Act, address: str, subject: str, text: str) -> Ticket:
    """A ticket of a customer who called or used a portal, whom one of our people puts down; they are acknowledged.

    Raises NotAllowed where the address is one of ours.
    """
    if is_ours(act, address):
        raise NotAllowed(f"{address} is one of ours; a ticket is a customer's.")
    customer = customer_at(act, address.lower())
    quoted = text if act.event.channel == "portal" else ""  # of a call we quote nothing: the words are ours
    new = NewTicket(customer, subject, Contribution(Words(customer.address, text)))
    ticket = open_ticket(in_the_name_of(act, customer, quoted), new).ticket
    remark(act, ticket.id, phrase("note.put_down", person=named(act.work, act.actor.address)))
    return act.work.tickets.get(ticket.id) or ticket


def give_to(act: Act, ticket: Ticket, customer: Actor) -> Ticket:
    """A ticket of one of our own people becomes the customer's, with their service level; they are acknowledged."""
    organization = customer.organization
    agreed = agreement(act.desk, act.work, organization, act.now, ticket.app)
    theirs = replace(
        ticket,
        requester=customer.address,
        organization=organization.code if organization else None,
        language=customer.language,
        triage=organization is None,
    )
    changed = with_service_level(act, theirs, agreed.valid)
    saved = act.work.tickets.save(changed, was=ticket)
    act.work.tickets.set_participant(ticket.id, ticket.requester, WATCHER)
    act.work.tickets.set_participant(ticket.id, customer.address, "requester")
    remark(act, ticket.id, phrase("note.belongs_to", person=named(act.work, customer.address)))
    new = NewTicket(customer, ticket.subject, Contribution(Words(None, "")))
    acknowledge(in_the_name_of(act, customer, ""), new, saved, agreed)
    return saved


def file_words(act: Act, ticket: Ticket, passed_on: PassedOn) -> int:
    """What somebody wrote to one of us becomes a note: seen by the customer where they take part or belong to them."""
    theirs = _belongs(act, ticket, passed_on.author)
    words = replace(passed_on.words, author=passed_on.author if theirs else act.actor.address)
    note_id = write_note(act, ticket.id, words, "public" if theirs else "internal")
    remark(act, ticket.id, phrase("note.passed_on", person=named(act.work, act.actor.address)))
    return note_id


def _belongs(act: Act, ticket: Ticket, address: str) -> bool:
    if not address or act.work.directory.staff(address):
        return False
    kinds = dict(act.work.tickets.participants(ticket.id))
    organization = customer_at(act, address).organization
    return kinds.get(address) in MAILED or (organization is not None and organization.code == ticket.organization)


def in_the_name_of(act: Act, customer: Actor, text: str) -> Act:
    """The act as if the customer had written `text` themselves: no word of ours is quoted to them."""
    mail = MailRef(act.mail_id) if act.mail_id is not None else None
    return replace(act, event=Event(act.now, customer, act.event.channel, mail, text, cause=OURS))
