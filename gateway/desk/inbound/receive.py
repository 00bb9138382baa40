"""Take in one message and process it to the end."""

from gateway.desk.desk import Desk
from gateway.desk.documents.cases import mail_document
from gateway.desk.documents.outgoing import outgoing_document
from gateway.desk.inbound.accept import accept_one
from gateway.desk.inbound.batch import move_spooled, settle
from gateway.mail.envelope import InboundMail
from gateway.store.store import UnitOfWork

BATCH = 50
SHOWN = ("mail", "decision", "nature", "sender", "ticket", "note", "escalation", "missing", "rule", "why")


def receive_one(desk: Desk, mail: InboundMail, source: str = "pipe") -> dict[str, object]:
    """Keep a message, synced, then settle it and what waits before it. Raises MessageTooLarge, TryAgain.

    Returns the document that `gateway receive` prints (docs/domain.md, "What is seen from outside").
    """
    if desk.store.spool:
        move_spooled(desk)  # what came before is settled before
    mail_id = accept_one(desk, mail, source)
    settle_until(desk, mail_id)
    with desk.store.read() as work:
        return document(work, mail_id)


def settle_until(desk: Desk, mail_id: int) -> None:
    """Settle everything up to a mail, in the order of acceptance, so that conversations stay in order."""
    while True:
        with desk.store.read() as work:
            waiting = [one for one in work.mails.waiting(BATCH) if one.id <= mail_id]
        if not waiting:
            return
        settle(desk, waiting)


def document(work: UnitOfWork, mail_id: int) -> dict[str, object]:
    """What a settled mail became, as `receive` prints it."""
    outgoing = [outgoing_document(row) for row in work.outbox.of_mail(mail_id)]
    mail = mail_document(work.mails.show(mail_id))
    return {name: mail[name] for name in SHOWN} | {"outgoing": outgoing}
