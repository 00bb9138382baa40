"""A delivery report: what it changes only when it proves to be about a mail of ours."""

from gateway.desk.add_note import owners
from gateway.desk.alert_failure import organization_of
from gateway.desk.answers import internal
from gateway.desk.desk import Desk
from gateway.desk.handover import recipients_of
from gateway.desk.next_contact import write_to_next
from gateway.desk.notes import remark
from gateway.desk.outcome import Outcome
from gateway.desk.people import duty, recipient_view, staff_mailbox, vendor_view
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain.letters import BounceLetter
from gateway.domain.ticket import Ticket
from gateway.domain.verdict import Ground
from gateway.mail.message import Mailbox
from gateway.mail.nature import FailedRecipient
from gateway.store.store import Work

Row = dict[str, object]


def take_bounce(desk: Desk, work: Work, s: Situation, ground: Ground) -> Outcome:
    """Mark our mail and its recipient, tell whoever works on the case; a report without our token changes nothing."""
    row = our_mail(desk, work, s)
    if row is None or s.nature.bounce is None:
        return Outcome("bounce", ground)
    ticket = work.tickets.get(int(str(row["ticket_id"]))) if row["ticket_id"] else None
    for failed in _ours(s.nature.bounce.recipients, row):
        permanent = (failed.status or "5" if s.nature.bounce.permanent else failed.status or "4").startswith("5")
        _note_contact(work, failed.address, permanent)
        if permanent:
            _mark(work, row, failed)
            _tell(desk, work, s, row, ticket, failed)
            write_to_next(desk, work, row, s.now)
    return Outcome("bounce", ground, ticket.id if ticket else None)


def our_mail(desk: Desk, work: Work, s: Situation) -> Row | None:
    """The mail a report is about, by a signed token or our signed Message-ID; anything else proves nothing."""
    bounce = s.nature.bounce
    domain = desk.config.addresses.bounces.lower().rpartition("@")[2]
    returned = [one for one in (bounce.bounce_addresses if bounce else ()) if one.lower().endswith(f"@{domain}")]
    details = [*s.to.bounce_details, *(one.rpartition("@")[0].partition("+")[2] for one in returned)]
    ids = [reference for one in details if (reference := desk.signer.read_sub_address("bounce", one))]
    if bounce and bounce.original_message_id and (own := desk.signer.read_message_id(bounce.original_message_id)):
        ids.append(str(own[1]))
    return work.outbox.find(int(ids[0])) if ids and ids[0].isdecimal() else None


def _ours(recipients: tuple[FailedRecipient, ...], row: Row) -> list[FailedRecipient]:
    """The failed recipients to whom this mail really went (DOMAIN 3.9), each reported for the first time."""
    sent = {str(one["address"]).lower() for one in recipients_of(row) if one["state"] != "bounced"}
    return [one for one in recipients if one.action == "failed" and one.address.lower() in sent]


def _note_contact(work: Work, address: str, permanent: bool) -> None:
    """Who cannot be reached for good stays so, whatever is put off later, until he writes himself."""
    contact = work.directory.contact(address)
    if contact and (permanent or contact.bounce_state == "ok"):
        work.directory.set_bounce_state(address, "hard" if permanent else "soft")


def _mark(work: Work, row: Row, failed: FailedRecipient) -> None:
    reply = " ".join(part for part in (failed.status, failed.diagnostic) if part)
    recipients = [
        {**one, "state": "bounced", "reply": reply} if str(one["address"]).lower() == failed.address.lower() else one
        for one in recipients_of(row)
    ]
    row["recipients"] = recipients
    work.outbox.change(int(str(row["id"])), recipients=recipients, state="bounced", reason=reply or "bounced")


def _tell(desk: Desk, work: Work, s: Situation, row: Row, ticket: Ticket | None, failed: FailedRecipient) -> None:
    people = owners(desk, work, ticket, s) if ticket else duty(desk, work)
    organization = organization_of(work, row, ticket)
    matters_to_csm = bool(row["escalation_id"]) or str(row["template"]).startswith(("escalation", "license"))
    if organization and organization.csm and matters_to_csm:
        people = [*people, staff_mailbox(work, organization.csm)]
    people = _without(people, failed.address)
    if ticket:
        remark(work, s, ticket.id, f"The mail “{row['subject']}” did not reach {failed.address}.")
    if row["template"] == "bounce_alert" or not people:
        return  # an alert about an alert would be a loop
    letter = BounceLetter(
        vendor=vendor_view(desk, None),
        recipient=recipient_view(desk, work, people[0].address, people[0].name),
        ticket=ticket_view(ticket) if ticket else None,
        address=failed.address,
        status=failed.status,
        diagnostic=failed.diagnostic,
        subject=str(row["subject"]),
    )
    internal(desk, work, s, "bounce_alert", letter, people, ticket)


def _without(people: list[Mailbox], address: str) -> list[Mailbox]:
    return list({one.address.lower(): one for one in people if one.address.lower() != address.lower()}.values())
