"""A mail that could not be taken in as it is: a small mail in its place waits for a person, who is told."""

from gateway.desk import quarantine
from gateway.desk.desk import Desk
from gateway.desk.people import duty, recipient_view, vendor_view
from gateway.desk.post import Order, post
from gateway.domain.letters import QuarantineLetter
from gateway.mail.envelope import InboundMail
from gateway.mail.parse import parse
from gateway.store.store import Work


def stand_in(header: bytes, sentence: str) -> bytes:
    """What is kept in place of a mail: the lines of its header that were read, without MIME, and a sentence."""
    mime = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    return mime + header + b"\r\n" + sentence.encode("utf-8", "replace") + b"\r\n"


def keep_stand_in(desk: Desk, work: Work, mail: InboundMail, source: str, cause: str) -> int:
    """Keep a stand-in and put it into quarantine without a look at its rules; its id.

    The gateway answers nobody for a mail that it has not read. Who releases it takes in what the stand-in says.
    """
    (mail_id,) = work.mails.accept([mail], source)
    message, now = parse(mail.content, desk.reading), mail.envelope.received_at
    sender, why = message.author, quarantine.SENTENCES[cause]
    work.mails.set_apart(mail_id, why, now, message.subject, sender)
    people = duty(desk, work)
    quarantine.add(desk, work, mail_id, cause, now, people, None)
    if people:
        letter = QuarantineLetter(
            vendor=vendor_view(desk, None),
            recipient=recipient_view(desk, work, people[0].address, people[0].name),
            ticket=None,
            mail=mail_id,
            sender=sender or "(no usable address)",
            subject=message.subject,
            cause=why,
        )
        about = f"mail:{mail_id}"
        post(desk, work, Order("quarantine_alert", letter, "vendor", tuple(people), now, kind="internal", about=about))
    return mail_id
