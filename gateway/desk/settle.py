"""From kept bytes to a decision: the way of a message on one screen.

`prepare` reads, classifies and judges the sender without the database; `decide_and_do` gathers, decides and carries
out in one transaction. An exception undoes that mail alone, keeps it as failed with its trace, and a person is told.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from gateway.desk import quarantine
from gateway.desk.burst import watch_sender
from gateway.desk.carry_out import carry_out
from gateway.desk.desk import Desk
from gateway.desk.gather import gather
from gateway.desk.outcome import Outcome
from gateway.desk.people import duty, recipient_view, vendor_view
from gateway.desk.post import Order, post
from gateway.desk.situation import Prepared, Situation
from gateway.domain.letters import QuarantineLetter
from gateway.domain.verdict import Accept, Reject, Update
from gateway.errors import TryAgain
from gateway.mail.classify import classify
from gateway.mail.parse import parse
from gateway.store.mails import WaitingMail
from gateway.store.store import Work

MAX_TRACE = 20_000
AT_WORK = "settling"  # the mark of a process that settles; left behind by one that died
GIVE_UP_AFTER = 3  # a mail during which the process died so often is not tried again

Step = TypeVar("Step")
Ready = tuple[WaitingMail, Prepared | str]  # read and judged, or the trace of why it could not be


@dataclass(frozen=True, slots=True)
class Settled:
    """What one mail became."""

    mail_id: int
    decision: str
    received_at: datetime


def prepare(desk: Desk, waiting: WaitingMail) -> Prepared:
    """What was written, by what kind of sender, and who can prove it."""
    return _begin(desk, waiting)()


def decide_and_do(
    desk: Desk, work: Work, prepared: Prepared, now: datetime, released: bool = False
) -> tuple[Situation, Outcome]:
    """What we know, what the rules say, what is done: one transaction, the decision itself pure."""
    situation = gather(desk, work, prepared, now, released)
    verdict, ground = desk.rules.decision("intake").decide(situation.facts)
    assert not isinstance(verdict, str | Accept | Update | Reject)  # the loader allows none of these here
    _notice_life(work, situation)
    outcome = carry_out(desk, work, situation, verdict, ground)
    watch_sender(desk, work, situation, outcome.decision)
    _record(desk, work, situation, outcome)
    return situation, outcome


def settle_batch(desk: Desk, limit: int) -> list[Settled]:
    """Settle the oldest waiting mails in the order of their acceptance, all in one transaction. Raises TryAgain."""
    with desk.store.read() as work:
        waiting = work.mails.waiting(limit)
    return settle(desk, waiting) if waiting else []


def settle(desk: Desk, waiting: Sequence[WaitingMail]) -> list[Settled]:
    """Settle these mails: the pure steps first, then one short transaction.

    A savepoint for every mail costs a copy of all it touches, and nearly never is one needed: only when a mail fails,
    all are undone and settled again, this time each by itself.
    """
    prepared = _prepare_all(desk, waiting)
    try:
        return _settle_all(desk, prepared, _settle_one)
    except TryAgain:
        raise
    except Exception:  # the mails in front of and behind the one that provoked it are settled all the same
        return _settle_all(desk, prepared, _settle_apart)


def begin_settling(desk: Desk) -> bool:
    """Mark that a process settles; False when who did so before did not come to its end. Raises TryAgain.

    One write for the life of a process: whatever ended the last one, a mail that ends the next one, too, is noticed.
    """
    with desk.store.begin() as work:
        return work.marks.set(AT_WORK)


def end_settling(desk: Desk) -> None:
    """The end was a peaceful one. Raises TryAgain."""
    with desk.store.begin() as work:
        work.marks.remove(AT_WORK)


def settle_careful(desk: Desk) -> list[Settled]:
    """After a process died: one mail, counted before it is touched, so that a deadly one is put aside in the end."""
    with desk.store.begin() as work:
        waiting = work.mails.waiting(1)
        if not waiting:
            return []
        work.mails.count_attempt(waiting[0].id)
        if waiting[0].attempts + 1 >= GIVE_UP_AFTER:
            return [_fail(desk, work, waiting[0], "the process died each time this mail was tried")]
    return settle(desk, waiting)


def settle_released(desk: Desk, work: Work, mail_id: int, now: datetime) -> Settled:
    """Process a quarantined mail again because a person vouches for it."""
    waiting = work.mails.load(mail_id)
    _, outcome = decide_and_do(desk, work, prepare(desk, waiting), now, released=True)
    return Settled(mail_id, outcome.decision, waiting.mail.envelope.received_at)


def _prepare_all(desk: Desk, waiting: Sequence[WaitingMail]) -> list[Ready]:
    """Several at once, so that the slow DNS of one sender does not hold up the others; a text is a trace."""
    begun = [(one, _try(partial(_begin, desk, one))) for one in waiting]
    return [(one, step if isinstance(step, str) else _try(step)) for one, step in begun]


def _begin(desk: Desk, waiting: WaitingMail) -> Callable[[], Prepared]:
    """Read a mail and start to judge its sender; the rest of `prepare` is to wait for that."""
    message = parse(waiting.mail.content, desk.reading)
    nature = classify(message, waiting.mail.envelope)
    judged = desk.verifier.begin(message, waiting.mail)
    return lambda: Prepared(waiting, message, nature, judged())


def _try(step: Callable[[], Step]) -> Step | str:
    try:
        return step()
    except TryAgain:
        raise
    except Exception:  # whatever a mail provokes must not stop the mails behind it
        return traceback.format_exc()


def _settle_all(
    desk: Desk, prepared: Sequence[Ready], settle_one: Callable[[Desk, Work, Ready], Settled]
) -> list[Settled]:
    with desk.store.begin() as work:
        work.lock_settling()
        still = work.mails.still_waiting(one.id for one, _ in prepared)
        return [settle_one(desk, work, ready) for ready in prepared if ready[0].id in still]


def _settle_one(desk: Desk, work: Work, ready: Ready) -> Settled:
    waiting, prepared = ready
    if isinstance(prepared, str):
        return _fail(desk, work, waiting, prepared)
    _, outcome = decide_and_do(desk, work, prepared, waiting.mail.envelope.received_at)
    return Settled(waiting.id, outcome.decision, waiting.mail.envelope.received_at)


def _settle_apart(desk: Desk, work: Work, ready: Ready) -> Settled:
    try:
        with work.savepoint():
            return _settle_one(desk, work, ready)
    except TryAgain:
        raise
    except Exception as error:  # undone by the savepoint; kept with its trace, shown to a person
        if work.is_broken(error):
            raise
        return _fail(desk, work, ready[0], traceback.format_exc())


def _fail(desk: Desk, work: Work, waiting: WaitingMail, trace: str) -> Settled:
    """Keep a mail that could not be processed, and tell the duty."""
    now = waiting.mail.envelope.received_at
    work.mails.fail(waiting.id, trace[-MAX_TRACE:], desk.clock.now())
    people = duty(desk, work)
    quarantine.add(desk, work, waiting.id, "failed", now, people, None)
    settled = Settled(waiting.id, "failed", now)
    if not people:
        return settled
    letter = QuarantineLetter(
        vendor=vendor_view(desk, None),
        recipient=recipient_view(desk, work, people[0].address, people[0].name),
        ticket=None,
        mail=waiting.id,
        sender=waiting.mail.envelope.mail_from or "(unknown)",
        subject="(could not be read)",
        cause=quarantine.SENTENCES["failed"],
    )
    order = Order("quarantine_alert", letter, "vendor", tuple(people), now, kind="internal", about=f"mail:{waiting.id}")
    post(desk, work, order)
    return settled


def _notice_life(work: Work, s: Situation) -> None:
    """Who proves to have written is there again, whatever bounced before."""
    contact = s.sender.contact
    if contact and contact.bounce_state != "ok" and s.sender.proof == "pass" and not s.nature.automatic:
        work.directory.set_bounce_state(contact.email, "ok")


def _record(desk: Desk, work: Work, s: Situation, outcome: Outcome) -> None:
    """The one decision about a mail, with who wrote it and why."""
    work.mails.settle(
        s.mail_id,
        message_id=s.message_id or f"<{s.message.text_sha256}@no-message-id>",
        text_sha256=s.message.text_sha256,
        roles=sorted(s.to.roles),
        subject=s.message.subject,
        nature=s.nature.kind,
        sender_address=s.sender.address or None,
        sender_organization=s.sender.organization.code if s.sender.organization else None,
        sender_staff=s.sender.is_staff and s.sender.proof == "pass",
        sender_proof=s.sender.proof,
        sender_evidence=s.sender.evidence,
        sender_checks=list(s.checks) or None,
        sender_disguise=[one.line for one in s.disguise] or None,
        decision=outcome.decision,
        rule=outcome.ground.rule,
        why=outcome.ground.why,
        missing=list(outcome.missing),
        ticket_id=outcome.ticket_id,
        note_id=outcome.note_id,
        escalation_id=outcome.escalation_id,
        settled_at=desk.clock.now(),
    )
