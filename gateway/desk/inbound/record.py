"""What is written about a mail when it is decided."""

from gateway.desk.desk import Desk
from gateway.desk.situation.situation import Situation
from gateway.domain.outcome import Outcome
from gateway.store.inbox.records import MailDecision
from gateway.store.store import UnitOfWork


def note_sign_of_life(work: UnitOfWork, situation: Situation) -> None:
    """Who proves to have written is there again, whatever bounced before."""
    contact = situation.sender.contact
    if contact and contact.bounce_state != "ok" and situation.sender.proof == "pass" and not situation.nature.automatic:
        work.directory.set_bounce_state(contact.email, "ok")


def record(desk: Desk, work: UnitOfWork, situation: Situation, outcome: Outcome) -> None:
    """The one decision about a mail, with who wrote it and why."""
    message, sender = situation.message, situation.sender
    decision = MailDecision(
        message_id=message.identity,
        text_sha256=message.text_sha256,
        roles=tuple(sorted(situation.to.roles)),
        subject=message.subject,
        nature=situation.nature.kind,
        sender_address=sender.address or None,
        sender_organization=sender.organization.code if sender.organization else None,
        sender_staff=sender.is_staff and sender.proof == "pass",
        sender_proof=sender.proof,
        sender_evidence=sender.evidence,
        sender_checks=situation.checks,
        sender_disguise=tuple(one.line for one in situation.impersonation),
        decision=outcome.decision,
        rule=outcome.ground.rule,
        why=outcome.ground.why,
        missing=outcome.missing,
        ticket_id=outcome.ticket_id,
        note_id=outcome.note_id,
        escalation_id=outcome.escalation_id,
        settled_at=desk.clock.now(),
    )
    work.mails.settle(situation.mail_id, decision)
