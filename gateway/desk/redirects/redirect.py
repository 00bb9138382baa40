"""A ticket is sent on: the customer hears where to, and it is solved; their reply opens it again."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.directory.people import customer_mailbox, named
from gateway.desk.redirects.account import tell_account, who_takes
from gateway.desk.redirects.places import ACCOUNT_TEAM, OF_TOPIC, PLACES, TRAINING, Place
from gateway.desk.redirects.training import Request, expected, forward, hand_to_training
from gateway.desk.tickets.answers import answer
from gateway.desk.tickets.ending import reopen_until
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.open import Opened, begin_ticket
from gateway.desk.tickets.owners import organization_of
from gateway.desk.tickets.ticket_state import change_state
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.tickets.requests import NewTicket
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.redirects import RedirectLetter, TrainingLetter
from gateway.mail.message import Mailbox


def redirect_new(act: Act, new: NewTicket) -> Opened | None:
    """Answer a new mail by its topic; the ticket it became, None where it became none. `can_redirect` comes first."""
    act, topic = act.by(new.requester), new.topic.kind
    place = OF_TOPIC[topic]
    if topic in TRAINING:
        hand_to_training(act, place.template, new.subject)
        return None
    opened = begin_ticket(act, new)
    return Opened(send_on(act, opened.ticket, place, answers=True), opened.note_id)


def can_redirect(act: Act, new: NewTicket) -> bool:
    """Is there somebody to send them to?"""
    place, organization = OF_TOPIC.get(new.topic.kind), new.requester.organization
    if place is ACCOUNT_TEAM:
        return organization is not None and bool(organization.account_team)
    if place and place.person != "nobody":
        return who_takes(act, organization, place.person) is not None
    return place is not None


def send_on(act: Act, ticket: Ticket, place: Place, answers: bool = False) -> Ticket:
    """Solve a ticket because others take care of it. `answers`: the requester acts, and is answered at once."""
    person = tell_account(act, ticket, organization_of(act.work, ticket), place.person)
    solved = solve(act, ticket, place.code, by_us=not answers)
    letter, cc = letter_of(act, solved, place, person), (person,) if person else ()
    if answers:
        answer(act, place.template, letter, solved, cc)
    else:
        tell_requester(act, place.template, letter, solved, cc)
    return solved


def solve(act: Act, ticket: Ticket, code: str, by_us: bool) -> Ticket:
    """Solve a ticket with this resolution code. `by_us`: one of our people decided so, and that is an answer."""
    answered = (ticket.first_response_at or act.now) if by_us else ticket.first_response_at
    return change_state(act, ticket, "status_solved", replace(ticket, resolution_code=code, first_response_at=answered))


def letter_of(act: Act, ticket: Ticket, place: Place, person: Mailbox | None = None) -> RedirectLetter | TrainingLetter:
    """What the requester is told; `person`: who of the account team takes care of it."""
    vendor, recipient = requester_views(act, ticket)
    organization = organization_of(act.work, ticket)
    until = reopen_until(act, ticket)
    if place.template in TrainingLetter.TEMPLATES:
        shown = ticket_view(act.work, ticket)
        return TrainingLetter(vendor, recipient, *expected(act, organization), shown, until)
    people: tuple[str, ...] = (named(act.work, person.address),) if person else ()
    if place is ACCOUNT_TEAM and organization:
        people = tuple(named(act.work, one) for one in organization.account_team)
    if place is PLACES["partner"] and organization:
        people = act.work.directory.partners_of(organization.code)
    app = act.work.directory.app(ticket.app) if ticket.app else None
    deployment = app.strategy if app else None
    return RedirectLetter(vendor, recipient, ticket_view(act.work, ticket), people, ticket.component, deployment, until)


def redirect_ticket(act: Act, ticket: Ticket, kind: str) -> Ticket:
    """`#redirect KIND` by one of our people; a question to the training team goes there with its first words."""
    if kind in TRAINING:
        notes = act.work.tickets.notes(ticket.id)
        text = next((one.text for one in notes if one.visibility == "public"), "")
        by = customer_mailbox(act.work, ticket.requester)
        forward(act, Request(ticket.subject, text, by, organization_of(act.work, ticket)))
    return send_on(act, ticket, PLACES[kind])
