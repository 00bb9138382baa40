"""Very many mails at once: accepted and settled in portions, each at its own time."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import settle_batch
from gateway.mail.envelope import Envelope, InboundMail
from tests.support.desk import RELAY, moment, new_id
from tests.support.people import SUPPORT

PORTION = 100


def mail_at(
    at: datetime | str,
    sender: str,
    text: str = "Something is on my mind.",
    to: str = SUPPORT,
    subject: str = "A question",
    proof: str = "pass",
) -> InboundMail:
    """A mail as it comes from the relay: ASCII, one part, put together faster than `letter` does."""
    time = moment(at) if isinstance(at, str) else at
    domain = sender.rpartition("@")[2]
    result = f"Authentication-Results: {RELAY}; dmarc={proof} header.from={domain}\r\n" if proof else ""
    fields = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: {new_id(domain)}\r\n"
    lines = text.replace("\n", "\r\n")
    return InboundMail(f"{result}{fields}\r\n{lines}\r\n".encode("ascii"), Envelope(sender, (), time))


def pour(desk: Desk, mails: Iterable[InboundMail]) -> None:
    """Take them all in and settle them, in their order."""
    left = iter(mails)
    while portion := tuple(islice(left, PORTION)):
        with desk.store.begin() as work:
            work.mails.accept(portion, "smtp")
        while settle_batch(desk, PORTION):
            pass
