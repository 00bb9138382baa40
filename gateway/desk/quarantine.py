"""Mail that a person has to look at: put aside, shown to somebody, released or rejected."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gateway.desk.add_note import owners
from gateway.desk.answers import internal
from gateway.desk.desk import Desk
from gateway.desk.disguised import warning
from gateway.desk.notes import remark
from gateway.desk.outcome import Outcome
from gateway.desk.people import duty, manager_of, recipient_view, region_of, vendor_view
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain.letters import QuarantineLetter
from gateway.domain.ticket import Ticket
from gateway.domain.verdict import Ground
from gateway.errors import NotAllowed
from gateway.mail.message import Mailbox
from gateway.store.store import Work

if TYPE_CHECKING:
    from gateway.desk.settle import Settled

SENTENCES = {
    "forged": "The sender's domain says that this mail is not from there.",
    "no_identity": "The From field does not name exactly one usable address.",
    "unproven_staff": "It bears the name of one of our people without proof.",
    "unproven_escalation": "A customer escalates, but nothing proves that he wrote it.",
    "stranger": "The sender refers to a conversation in which he has no part.",
    "failed": "The gateway could not process it; the trace is kept with the mail.",
    "too_large": "It is larger than the gateway takes; it was left in its mailbox, only its header is kept here.",
    "unreadable": "Its mailbox does not hand it out; it was left there, a person has to read it there.",
}


def sentence(cause: str, signs: Iterable[str]) -> str:
    """Why a mail waits, for our own people, with a warning about the signs of a disguised sender."""
    return " ".join((SENTENCES.get(cause, cause), warning(signs))).strip()


def set_aside(desk: Desk, work: Work, s: Situation, cause: str, ground: Ground) -> Outcome:
    """Keep a mail for a decision. Forged mail queues no mail at all; it stands in the list for the duty."""
    ticket = s.thread.ticket or next(iter(s.thread.foreign), None)
    people = _deciders(desk, work, s, cause, ticket)
    add(desk, work, s.mail_id, cause, s.now, people, ticket)
    if ticket and cause in ("forged", "unproven_staff"):
        remark(work, s, ticket.id, f"Security: a mail under the name of {s.sender.address} was put aside ({cause}).")
    letter = QuarantineLetter(
        vendor=vendor_view(desk, None),
        recipient=recipient_view(desk, work, people[0].address) if people else recipient_view(desk, work, ""),
        ticket=ticket_view(ticket) if ticket else None,
        mail=s.mail_id,
        sender=s.sender.address or "(no usable address)",
        subject=s.message.subject,
        cause=sentence(cause, (one.line for one in s.disguise)),
    )
    internal(desk, work, s, "quarantine_alert", letter, people, ticket, about=f"mail:{s.mail_id}")
    return Outcome("quarantine", ground, ticket.id if ticket and cause == "stranger" else None)


def _deciders(desk: Desk, work: Work, s: Situation, cause: str, ticket: Ticket | None) -> list[Mailbox]:
    """Whom an alert goes to; nobody for what anybody can send in any number."""
    if cause == "stranger" and ticket:
        return owners(desk, work, ticket, s)
    if cause == "unproven_escalation":
        manager = manager_of(work, region_of(work, s.sender.organization), s.now)
        return [manager] if manager else duty(desk, work)
    return []


def add(
    desk: Desk, work: Work, mail_id: int, cause: str, now: datetime, people: list[Mailbox], ticket: Ticket | None
) -> None:
    """The row in the list of quarantined mail: nothing stays there without an owner and a deadline."""
    owner = (people or duty(desk, work) or [Mailbox("", desk.config.addresses.support[0])])[0]
    work.quarantines.add(
        mail_id=mail_id,
        cause=cause,
        detail=SENTENCES.get(cause, ""),
        since=now,
        due=now + timedelta(days=desk.rules.data.lifecycle.decide_days),
        owner=owner.address,
        ticket_id=ticket.id if ticket else None,
    )


def release(desk: Desk, work: Work, mail_id: int, by: str, now: datetime) -> "Settled":
    """Process a quarantined mail after all, as a person vouches for it. Raises NotFound, NotAllowed."""
    from gateway.desk.settle import settle_released

    _check_waiting(work, mail_id)
    work.quarantines.decide(mail_id, "released", by, now)
    return settle_released(desk, work, mail_id, now)


def reject(desk: Desk, work: Work, mail_id: int, by: str, now: datetime) -> None:
    """Let a quarantined mail rest; its raw bytes stay. Raises NotFound, NotAllowed."""
    _check_waiting(work, mail_id)
    work.quarantines.decide(mail_id, "rejected", by, now)


def _check_waiting(work: Work, mail_id: int) -> None:
    entry = work.quarantines.get(mail_id)
    if entry["state"] != "waiting":
        raise NotAllowed(f"mail {mail_id} was {entry['state']} already by {entry['decided_by']}.")
