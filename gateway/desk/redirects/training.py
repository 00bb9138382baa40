"""Courses and certificates: handed to the training team, which answers within some business days."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import calendar_of, recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.tickets.answers import answer_mail, sender_views
from gateway.domain.directory.calendar import BusinessCalendar
from gateway.domain.directory.entries import Organization
from gateway.domain.phrase import phrase
from gateway.letters.redirects import TrainingLetter, TrainingRequestLetter
from gateway.mail.message import Mailbox

ROLE: Final = "training"
LONGEST: Final = 20_000  # characters of a mail that are handed over
WORKING_WEEK: Final = "Mon-Fri 09:00-17:00"  # where nobody wrote a calendar


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants of the training team, and whose it is."""

    subject: str
    text: str
    by: Mailbox
    organization: Organization | None
    proven: bool = True


def hand_to_training(act: Act, template: str, subject: str) -> None:
    """Pass a mail on to the training address, and tell its sender when to expect an answer."""
    request = _request(act, subject)
    forward(act, request, _training_addresses(act))
    _acknowledge(act, template, request)


def take_training(act: Act, subject: str) -> None:
    """A mail that came to the training address itself: acknowledged, and shown to the people of the training team."""
    request = _request(act, subject)
    forward(act, request, _team(act) or _training_addresses(act))
    _acknowledge(act, "ack_training", request)


def _request(act: Act, subject: str) -> Request:
    actor = act.actor
    return Request(subject, act.event.text, actor.mailbox, actor.organization, actor.proven)


def _acknowledge(act: Act, template: str, request: Request) -> None:
    """Answers to it go to the training team."""
    letter = TrainingLetter(*sender_views(act), *expected(act, request.organization))
    outgoing_mail = answer_mail(act, template, letter)
    enqueue(act.desk, act.work, replace(outgoing_mail, reply_to=next(iter(_training_addresses(act)), None)))


def forward(act: Act, request: Request, people: tuple[Mailbox, ...] = ()) -> None:
    """The mail itself, so that an answer to it goes to who wrote it. It bears our marks: it never comes back in."""
    people = people or _training_addresses(act)
    if not people:
        return
    earliest, latest = expected(act, request.organization)
    doubt = None if request.proven else phrase("note.not_proven", sender=request.by.address)
    reader = recipient_view(act.desk, act.work, people[0].address, people[0].name)
    letter = TrainingRequestLetter(
        vendor=vendor_view(act.desk, region_of(act.work, request.organization)),
        recipient=reader,
        subject=request.subject,
        sender=f"{request.by.name} ({request.by.address})" if request.by.name else request.by.address,
        sender_address=request.by.address,
        text=request.text[:LONGEST],
        earliest=earliest,
        latest=latest,
        detail=act.desk.templates.say(doubt, reader.language) if doubt else "",
    )
    outgoing_mail = OutgoingMail(
        template="training_request",
        letter=letter,
        audience="vendor",
        to=people,
        now=act.now,
        kind="internal",
        mail_id=act.mail_id,
        reply_to=request.by,
        cause=act.cause,
    )
    enqueue(act.desk, act.work, outgoing_mail)


def _training_addresses(act: Act) -> tuple[Mailbox, ...]:
    return tuple(Mailbox("", one) for one in act.desk.config.addresses.training[:1])


def _team(act: Act) -> tuple[Mailbox, ...]:
    everybody = act.work.directory.all_staff()
    return tuple(Mailbox(one.name, one.email) for one in everybody if ROLE in one.roles)


def expected(act: Act, organization: Organization | None) -> tuple[date, date]:
    """The first and the last day on which the training team answers, in the zone of the customer's region."""
    region, desk = region_of(act.work, organization), act.desk
    known = calendar_of(desk, act.work, region) if region else None
    calendar = known or BusinessCalendar.of(desk.config.gateway.timezone, WORKING_WEEK)
    first, last = desk.rules.data.training_days
    today = act.now.astimezone(calendar.zone).date()
    return calendar.days_after(today, first), calendar.days_after(today, last)
