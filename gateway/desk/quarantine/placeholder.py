"""A mail that could not be taken in as it is: a small mail in its place waits for a person, who is told."""

from gateway.desk.desk import Desk
from gateway.desk.quarantine.hold import NO_ADDRESS, SENTENCES, Undecided
from gateway.desk.quarantine.put_aside import put_aside
from gateway.domain.verdict import QuarantineCause
from gateway.mail.envelope import InboundMail
from gateway.mail.parse import parse
from gateway.store.store import UnitOfWork


def placeholder(header: bytes, sentence: str) -> bytes:
    """What is kept in place of a mail: the lines of its header that were read, without MIME, and a sentence."""
    mime = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    return mime + header + b"\r\n" + sentence.encode("utf-8", "replace") + b"\r\n"


def keep_placeholder(desk: Desk, work: UnitOfWork, mail: InboundMail, source: str, cause: QuarantineCause) -> int:
    """Keep a stand-in and put it into quarantine without a look at its rules; its id.

    The gateway answers nobody for a mail that it has not read. Who releases it takes in what the stand-in says.
    """
    (mail_id,) = work.mails.accept([mail], source)
    message, now = parse(mail.content, desk.reading), mail.envelope.received_at
    why = desk.templates.record(SENTENCES[cause])
    work.mails.set_apart(mail_id, why, now, message.subject, message.author)
    put_aside(desk, work, Undecided(mail_id, cause, now, message.author or NO_ADDRESS, message.subject))
    return mail_id
