"""A ticket is sent on: the customer hears where to, and it is solved; their reply opens it again."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.people import named
from gateway.desk.redirects.account import tell_account, who_takes
from gateway.desk.redirects.places import OF_TOPIC, PLACES, TRAINING, Place
from gateway.desk.redirects.training import Request, expected, forward, hand_to_training
from gateway.desk.tickets.answers import answer
from gateway.desk.tickets.ending import reopen_until
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.open import Opened, begin_ticket
from gateway.desk.tickets.owners import organization_of
from gateway.desk.tickets.ticket_state import change_state
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.facts import Topic
from gateway.domain.tickets.requests import NewTicket
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.letter import Letter
from gateway.letters.redirects import RedirectLetter, TrainingLetter
from gateway.mail.message import Mailbox

ACCOUNT_TEAM = Place("reply_account_team", "answered_account_team")


def redirect_new(act: Act, new: NewTicket) -> Opened | None:
    """Answer a new mail by its topic; the ticket it became, None where it became none.

    Nothing is done, and nothing returned, for a topic of which nobody can take care: see `can_redirect`.
    """
    act, topic = act.by(new.requester), new.topic.kind
    if topic in TRAINING:
        hand_to_training(act, PLACES[OF_TOPIC[topic]].template, new.subject)
        return None
    place = ACCOUNT_TEAM if topic == "account_team" else PLACES[OF_TOPIC[topic]]
    opened = begin_ticket(act, new)
    return Opened(send_on(act, opened.ticket, place, answers=True), opened.note_id)


def can_redirect(act: Act, new: NewTicket) -> bool:
    """Is there somebody to send them to?"""
    topic, organization = new.topic.kind, new.requester.organization
    if topic == "account_team":
        return organization is not None and bool(organization.account_team)
    if topic in ("commercial", "license_expansion"):
        return who_takes(act, organization, PLACES[_place(topic)].person) is not None
    return topic in OF_TOPIC


def _place(topic: Topic) -> str:
    return OF_TOPIC[topic]


def send_on(act: Act, ticket: Ticket, place: Place, answers: bool = False) -> Ticket:
    """Solve a ticket because others take care of it. `answers`: the requester acts, and is answered at once."""
    organization = organization_of(act.work, ticket)
    person = tell_account(act, ticket, organization, place.person)
    was = ticket
    if not answers:  # one of our people decided so: that is an answer
        ticket = replace(ticket, first_response_at=ticket.first_response_at or act.now)
    solved = change_state(act, was, "status_solved", replace(ticket, resolution_code=place.code))
    letter, cc = _letter(act, solved, place, person), (person,) if person else ()
    if answers:
        answer(act, place.template, letter, solved, cc)
    else:
        tell_requester(act, place.template, letter, solved, cc)
    return solved


def _letter(act: Act, ticket: Ticket, place: Place, person: Mailbox | None) -> Letter:
    vendor, recipient = requester_views(act, ticket)
    organization = organization_of(act.work, ticket)
    if place.template in TrainingLetter.TEMPLATES:
        return TrainingLetter(vendor, recipient, *expected(act, organization))
    people: tuple[str, ...] = (named(act.work, person.address),) if person else ()
    if place is ACCOUNT_TEAM and organization:
        people = tuple(named(act.work, one) for one in organization.account_team)
    if place.template == "redirect_partner" and organization:
        people = act.work.directory.partners_of(organization.code)
    app = act.work.directory.app(ticket.app) if ticket.app else None
    deployment = app.strategy if app else None
    until = reopen_until(act, ticket)
    return RedirectLetter(vendor, recipient, ticket_view(act.work, ticket), people, ticket.component, deployment, until)


def redirect_ticket(act: Act, ticket: Ticket, kind: str) -> Ticket:
    """`#redirect KIND` by one of our people; a question to the training team goes there with its first words."""
    if kind in TRAINING:
        notes = act.work.tickets.notes(ticket.id)
        text = next((one.text for one in notes if one.visibility == "public"), "")
        contact = act.work.directory.contact(ticket.requester)
        by = Mailbox(contact.name if contact else "", ticket.requester)
        forward(act, Request(ticket.subject, text, by, organization_of(act.work, ticket)))
    return send_on(act, ticket, PLACES[kind])
