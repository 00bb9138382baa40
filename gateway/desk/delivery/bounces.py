"""A delivery report: what it changes only when it proves to be about a mail of ours."""

from dataclasses import dataclass, replace

from gateway.desk.act import Act
from gateway.desk.delivery.failure_alerts import customer_of, note_reachability
from gateway.desk.directory.people import duty, each_once, recipient_view, staff_mailbox, vendor_view
from gateway.desk.licenses.next_contact import write_to_next
from gateway.desk.tickets.answers import internal
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import remark, warn
from gateway.desk.tickets.owners import owners
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.outgoing.own_addresses import read_bounce
from gateway.domain.outgoing.reachability import Fault, fault_of
from gateway.domain.outgoing.report import Report
from gateway.domain.phrase import phrase
from gateway.letters.bounces import BounceLetter
from gateway.mail.nature import FailedRecipient
from gateway.store.store import UnitOfWork


def take_bounce(act: Act, report: Report) -> int | None:
    """Mark our mail and its recipient, tell whoever works on the case; a report without our token changes nothing.

    The id of the ticket that the mail was about.
    """
    ours = our_mail(act, report)
    if ours is None or report.bounce is None:
        return None
    entry = ours.entry
    for failed in _ours(report.bounce.recipients, entry):
        if not report.final and (failed.status or ("5" if report.bounce.permanent else "4")).startswith("4"):
            continue  # a warning: somebody goes on trying
        fault = fault_of(failed.status, failed.diagnostic, failed.reason)
        proven = ours.proves(failed.address)
        if proven or len(entry.recipients) == 1:
            entry = _mark(act.work, entry, failed)
        if proven:
            note_reachability(act.work, failed.address, fault)
            write_to_next(act.desk, act.work, entry, act.now)
        _tell(act, entry, failed, fault, proven)
    return entry.ticket_id


@dataclass(frozen=True, slots=True)
class OurMail:
    """The mail that a report is about. `place`: of the recipient whose bounce address it came to, None for all.

    `token`: it came to a bounce address of ours; a Message-ID is known to every recipient of the mail.
    """

    entry: OutboxEntry
    place: int | None
    token: bool

    def proves(self, address: str) -> bool:
        """Does the report prove that our mail does not reach this recipient? A token proves it of nobody else.

        A Message-ID proves it of nobody: whoever answers the mail shows it to all they write to.
        """
        if self.place is None:
            return self.token
        return address.lower() in self.entry.readers(self.place)


def our_mail(act: Act, report: Report) -> OurMail | None:
    """The mail a report is about, by a signed token or our signed Message-ID; anything else proves nothing."""
    desk, bounce = act.desk, report.bounce
    domain = desk.config.addresses.bounces.lower().rpartition("@")[2]
    returned = [one for one in (bounce.bounce_addresses if bounce else ()) if one.lower().endswith(f"@{domain}")]
    details = [*report.details, *(one.rpartition("@")[0].partition("+")[2] for one in returned)]
    found = next((read for one in details if (read := read_bounce(desk.signer, one))), None)
    if found:
        entry = act.work.outbox.find(found[0])
        return OurMail(entry, found[1], token=True) if entry else None
    own = desk.signer.read_message_id(bounce.original_message_id) if bounce and bounce.original_message_id else None
    entry = act.work.outbox.find(own[1]) if own else None
    return OurMail(entry, None, token=False) if entry else None


def _ours(recipients: tuple[FailedRecipient, ...], entry: OutboxEntry) -> list[FailedRecipient]:
    """The failed recipients to whom this mail really went, each reported for the first time.

    See docs/domain.md, "Reports about our mail".
    """
    sent = {one.address.lower() for one in entry.recipients if one.state != "bounced"}
    return [one for one in recipients if one.action == "failed" and one.address.lower() in sent]


def _mark(work: UnitOfWork, entry: OutboxEntry, failed: FailedRecipient) -> OutboxEntry:
    reply = " ".join(part for part in (failed.status, failed.diagnostic) if part)
    recipients = tuple(
        replace(one, state="bounced", reply=reply) if one.address.lower() == failed.address.lower() else one
        for one in entry.recipients
    )
    marked = replace(entry, recipients=recipients, state="bounced", reason=reply or "bounced")
    work.outbox.save(marked)
    return marked


def _tell(act: Act, entry: OutboxEntry, failed: FailedRecipient, fault: Fault, proven: bool) -> None:
    """`proven`: it is no report that any reader of the mail can write, again and again."""
    ticket = act.work.tickets.get(entry.ticket_id) if entry.ticket_id else None
    people = owners(act, ticket) if ticket else duty(act.desk, act.work)
    if fault == "ours":
        people = (*people, *duty(act.desk, act.work))
    organization = customer_of(act.work, entry, ticket)
    matters_to_csm = bool(entry.escalation_id) or entry.template.startswith(("escalation", "license"))
    if organization and organization.csm and matters_to_csm:
        people = (*people, staff_mailbox(act.work, organization.csm))
    people = each_once(people, but=(failed.address.lower(),))
    if ticket:
        say = remark if proven else warn
        say(act, ticket.id, phrase("note.not_delivered", subject=entry.subject, address=failed.address))
    if entry.template == "bounce_alert" or not people:
        return  # an alert about an alert would be a loop
    letter = BounceLetter(
        vendor=vendor_view(act.desk, None),
        recipient=recipient_view(act.desk, act.work, people[0].address, people[0].name),
        ticket=ticket_view(act.work, ticket) if ticket else None,
        address=failed.address,
        status=failed.status,
        diagnostic=failed.diagnostic,
        subject=entry.subject,
        fault=fault,
    )
    internal(act, "bounce_alert", letter, people, ticket)
