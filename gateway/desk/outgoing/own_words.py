"""Who is answered more than three times an hour: a listed contact who writes different things in their own words."""

from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.domain.outgoing.similarity import near_identical
from gateway.letters.redirects import RedirectLetter, TrainingLetter
from gateway.letters.tickets import NewTicketLetter
from gateway.mail.parse import parse
from gateway.store.store import UnitOfWork

# what says that somebody's words have arrived
_RECEIPTS: Final = (
    *NewTicketLetter.TEMPLATES,
    *RedirectLetter.TEMPLATES,
    *TrainingLetter.TEMPLATES,
    "escalation_ack",
)
_COMPARED: Final = 12  # mails of the same sender that are read again


def deserves_an_answer(desk: Desk, work: UnitOfWork, outgoing_mail: OutgoingMail, address: str) -> bool:
    """Is this a rejection, or the first word that something arrived or who answers, to a proven contact of ours?

    Not where there is a sign of a machine: mails that resemble each other or quote ours. Reads mails again; asked only
    at the cap.
    """
    template = outgoing_mail.template
    rejects = desk.rules.data.outgoing.class_of(template, "acknowledgement") == "rejection"
    if not (rejects or template in _RECEIPTS) or outgoing_mail.mail_id is None:
        return False
    if not outgoing_mail.proven or work.directory.contact(address) is None:
        return False
    present = parse(work.mails.load(outgoing_mail.mail_id).mail.content, desk.reading)
    if present.body.quoted.strip():
        return False
    earlier = work.mails.newest_from(address, outgoing_mail.mail_id, _COMPARED)
    texts = (parse(one.mail.content, desk.reading).body.reply for one in earlier)
    percent = desk.config.limits.similar_percent
    return not any(near_identical(present.body.reply, text, percent) for text in texts)
