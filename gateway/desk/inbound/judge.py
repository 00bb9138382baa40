"""Whose bytes a mail is, found out before it is kept: by the same steps as when it is settled."""

from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.inbound.byte_class import class_of
from gateway.desk.inbound.process import begin
from gateway.desk.situation.freshness import with_fresh_proof
from gateway.desk.situation.senders import identify
from gateway.mail.envelope import InboundMail
from gateway.mail.parse import author_of
from gateway.ports import Verification
from gateway.store.inbox.records import WaitingMail
from gateway.store.store import UnitOfWork

COPIES: Final = 3  # of a signed mail: one for each address of ours that it may have been sent to


class SenderJudge:
    """Judges for reception. Reads only."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def claimed(self, mail: InboundMail) -> str:
        """Whose bytes the mail would be if its From were true; reads the header alone."""
        desk, author = self._desk, author_of(mail.content, self._desk.reading)
        with desk.store.read() as work:
            return class_of(desk, identify(desk, work, Verification(author, "pass", ""), ""))

    def proven(self, mail: InboundMail, source: str) -> str:
        """Whose bytes the mail is; waits for DNS, some seconds at most."""
        desk = self._desk
        prepared = begin(desk, WaitingMail(0, mail, source, 0))()
        verified = prepared.verification
        with desk.store.read() as work:
            sender = with_fresh_proof(desk, work, prepared, identify(desk, work, verified, ""))
            again = not verified.direct and _came_often(work, prepared.message.message_id)
        return class_of(desk, sender, again)


def _came_often(work: UnitOfWork, message_id: str | None) -> bool:
    return message_id is not None and len(work.mails.earlier.of(message_id, 0)) >= COPIES
