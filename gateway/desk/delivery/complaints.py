"""A complaint about mail of ours: who complained gets no optional mail any more. A forged one changes nothing."""

from gateway.desk.act import Act
from gateway.desk.delivery.bounces import OurMail, our_mail
from gateway.desk.tickets.notes import remark
from gateway.domain.outgoing.report import Report
from gateway.domain.phrase import phrase
from gateway.store.outgoing.opt_outs import EVERY_TOPIC


def take_complaint(act: Act, report: Report) -> int | None:
    """Note who complained, if the report carries our token; the case and its mandatory mail go on. The ticket's id."""
    ours = our_mail(act, report)
    if ours is None:
        return None
    entry = ours.entry
    for address in _complainants(report, ours):
        detail = f"called spam: {entry.subject}"
        if act.work.opt_outs.add(address, EVERY_TOPIC, act.now, "complaint", detail) and entry.ticket_id:
            remark(act, entry.ticket_id, phrase("note.called_spam", address=address, subject=entry.subject))
    return entry.ticket_id


def _complainants(report: Report, ours: OurMail) -> list[str]:
    """The reported recipients to whom the mail went; the only one there was where the report does not say.

    Of several, the one whose copy it is: nobody complains in the name of another reader.
    """
    everybody = [one.address.lower() for one in ours.entry.recipients]
    sent = [one for one in everybody if len(everybody) == 1 or ours.proves(one)]
    named = [one.address.lower() for one in report.bounce.recipients] if report.bounce else []
    return [one for one in named if one in sent] or (sent if len(sent) == 1 and not named else [])
