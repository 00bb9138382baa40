"""Mail that a person has to look at: put aside, shown to somebody, decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.people import duty, manager_of, recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.situation.impersonation import warning
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import warn
from gateway.desk.tickets.owners import owners
from gateway.desk.tickets.ticket_state import change_state
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.domain.verdict import QuarantineCause
from gateway.errors import NotAllowed
from gateway.letters.quarantine import QuarantineLetter
from gateway.mail.identity.impersonation import Sign
from gateway.mail.message import Mailbox
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import UnitOfWork

MAX_LINES, MAX_EXCERPT = 15, 1_000  # lines and characters of a quarantined mail that its alert shows
MOST_DISCARDED = 100  # tickets of one sender
NO_ADDRESS = phrase("quarantine.no_address")
TO_THE_DUTY = ("bounce_address", "own_address", "training", "alert", "customer_word")  # told at once, not only listed
SENTENCES: Mapping[str, Phrase] = {  # why a mail waits, for every QuarantineCause
    "forged": phrase("quarantine.forged"),
    "no_identity": phrase("quarantine.no_identity"),
    "unproven_staff": phrase("quarantine.unproven_staff"),
    "unproven_escalation": phrase("quarantine.unproven_escalation"),
    "stranger": phrase("quarantine.stranger"),
    "bounce_address": phrase("quarantine.bounce_address"),
    "own_address": phrase("quarantine.own_address"),
    "training": phrase("quarantine.training"),
    "alert": phrase("quarantine.alert"),
    "customer_word": phrase("quarantine.customer_word"),
    "blocked": phrase("quarantine.blocked"),
    "flood": phrase("quarantine.flood"),
    "unanswered": phrase("quarantine.unanswered"),
    "failed": phrase("quarantine.failed"),
    "too_large": phrase("quarantine.too_large"),
    "unreadable": phrase("quarantine.unreadable"),
}


@dataclass(frozen=True, slots=True)
class Undecided:
    """A mail that waits for a person, and what they are told of it. `signs`: of a disguised sender.

    `to_author`: who wrote it is told, too: a signature is theirs, but it may be an old one.
    `given_to`: whose reply address the sender used.
    """

    mail_id: int
    cause: QuarantineCause
    now: datetime
    sender: str | Phrase
    subject: str | Phrase
    ticket: Ticket | None = None
    signs: tuple[Sign, ...] = ()
    text: str = ""
    to_author: bool = False
    given_to: str = ""


def excerpt(text: str) -> str:
    """The first lines of what somebody wrote, cut where they are many; empty ones at the end are left out."""
    lines = text.strip()[: MAX_EXCERPT + 1].splitlines()  # at every line end that Unicode knows: each gets its "> "
    shown = "\n".join(lines[:MAX_LINES])[:MAX_EXCERPT].rstrip()
    return shown if len(text.strip()) <= len(shown) else f"{shown}\n[...]"


def sentence(desk: Desk, language: str, cause: str, signs: Iterable[Sign] = (), given_to: str = "") -> str:
    """Why a mail waits, in a reader's language, with a warning about the signs of a disguised sender."""
    token = phrase("note.given_to", person=given_to) if given_to else None
    said = (SENTENCES.get(cause, cause), warning(signs), token)
    return " ".join(_said(desk, one, language) for one in said if one)


def _said(desk: Desk, value: str | Phrase, language: str) -> str:
    return desk.templates.say(value, language) if isinstance(value, Phrase) else value


def set_aside(act: Act, mail: Undecided) -> None:
    """Keep a mail for a decision. Forged mail queues no mail at all; it stands in the list for the duty."""
    mail, people = replace(mail, text=act.event.text), _deciders(act, mail)
    add(act.desk, act.work, mail, people)
    if mail.ticket and mail.cause in ("forged", "unproven_staff"):
        warn(act, mail.ticket.id, phrase("note.put_aside", sender=act.actor.address, cause=mail.cause))
    if alert := alert_of(act.desk, act.work, mail, people):
        said, author = act.event.text, act.actor.address
        told = replace(alert, quoted_text=said, quoted_author=author, cause=act.cause, mail_id=mail.mail_id)
        enqueue(act.desk, act.work, told)


def _deciders(act: Act, mail: Undecided) -> tuple[Mailbox, ...]:
    """Whom an alert goes to; nobody for what anybody can send in any number."""
    if mail.cause == "stranger" and mail.ticket:
        return owners(act, mail.ticket)
    if mail.cause == "unproven_escalation":
        manager = manager_of(act.work, region_of(act.work, act.actor.organization), act.now)
        return (manager,) if manager else duty(act.desk, act.work)
    told = duty(act.desk, act.work) if mail.cause in TO_THE_DUTY else ()
    return (*told, act.actor.mailbox) if mail.to_author else told


def add(desk: Desk, work: UnitOfWork, mail: Undecided, people: tuple[Mailbox, ...]) -> None:
    """The row in the list of quarantined mail: nothing stays there without an owner and a deadline."""
    owner = (people or duty(desk, work) or (Mailbox("", desk.config.addresses.support[0]),))[0]
    entry = QuarantineEntry(
        mail_id=mail.mail_id,
        cause=mail.cause,
        detail=desk.templates.record(SENTENCES[mail.cause]),
        since=mail.now,
        due=mail.now + timedelta(days=desk.rules.data.lifecycle.decide_days),
        owner=owner.address,
        ticket_id=mail.ticket.id if mail.ticket else None,
    )
    work.quarantines.add(entry)


def show_unanswered(act: Act, subject: str) -> None:
    """A mail that is not answered, as its sender had too many answers, and is in no case waits for a person.

    Who releases one knows that, and is not asked again.
    """
    if not (act.mail.vouched and act.work.quarantines.get(act.mail.id).cause == "unanswered"):
        add(act.desk, act.work, Undecided(act.mail.id, "unanswered", act.now, act.actor.address, subject), ())


def alert_of(desk: Desk, work: UnitOfWork, mail: Undecided, people: tuple[Mailbox, ...]) -> OutgoingMail | None:
    """What those are told who decide about a mail; None where there is nobody."""
    if not people:
        return None
    recipient = recipient_view(desk, work, people[0].address, people[0].name)
    letter = QuarantineLetter(
        vendor=vendor_view(desk, None),
        recipient=recipient,
        ticket=ticket_view(work, mail.ticket) if mail.ticket else None,
        mail=mail.mail_id,
        sender=_said(desk, mail.sender, recipient.language),
        subject=_said(desk, mail.subject, recipient.language),
        cause=sentence(desk, recipient.language, mail.cause, mail.signs, mail.given_to),
        text=excerpt(mail.text),
    )
    return OutgoingMail(
        template="quarantine_alert",
        letter=letter,
        audience="vendor",
        to=people,
        now=mail.now,
        kind="internal",
        ticket=mail.ticket,
        about=f"mail:{mail.mail_id}",
    )


def take_out(act: Act, mail_id: int) -> None:
    """Somebody vouches for a quarantined mail: it waits no more. Raises NotFound, NotAllowed."""
    _decide(act, mail_id, "released")


def reject(act: Act, mail_id: int) -> None:
    """Let a quarantined mail rest; its raw bytes stay. Raises NotFound, NotAllowed."""
    _decide(act, mail_id, "rejected")


def reject_all_from(act: Act, address: str) -> int:
    """Let all quarantined mail of a sender rest, such as a flood; how many waited."""
    return act.work.quarantines.reject_all_from(address, act.actor.address, act.now)


def discard_new_from(act: Act, address: str) -> int:
    """Discard the tickets that a flood opened before it was one: of no customer, and nobody has taken them up."""
    asked = act.work.tickets.newest_of_requester(address, MOST_DISCARDED)
    theirs = [one for one in asked if one.state == "new" and one.organization is None and one.assignee is None]
    for ticket in theirs:
        change_state(act, ticket, "discarded")
    return len(theirs)


def _decide(act: Act, mail_id: int, state: str) -> None:
    entry = act.work.quarantines.get(mail_id)
    if entry.state != "waiting":
        raise NotAllowed(f"mail {mail_id} was {entry.state} already by {entry.decided_by}.")
    act.work.quarantines.decide(mail_id, state, act.actor.address, act.now)
