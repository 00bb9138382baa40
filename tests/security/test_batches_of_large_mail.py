"""Fifty mails of ten megabytes at once: what is settled together is bounded in bytes, too."""

from dataclasses import dataclass

from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import accept_one
from gateway.desk.inbound.batch import BATCH_BYTES, settle_batch
from gateway.mail.envelope import Envelope, InboundMail
from tests.support.desk import MONDAY, moment, new_id

OURS = ("support@vendor.example",)


@dataclass(frozen=True)
class Size:
    """Of a mail, in bytes, about."""

    bytes: int


def post(desk: Desk, size: Size) -> int:
    """A mail of a stranger that waits to be settled; its id."""
    sender = "visitor@elsewhere.example"
    header = f"From: {sender}\r\nTo: {OURS[0]}\r\nSubject: Hello\r\nMessage-ID: {new_id('elsewhere.example')}\r\n\r\n"
    line = b"All work and no play makes for a dull letter.\r\n"
    content = header.encode() + line * (size.bytes // len(line))
    return accept_one(
        desk, InboundMail(content, Envelope(sender, OURS, moment(MONDAY), "192.0.2.7", "mx.elsewhere.example")), "smtp"
    )


def test_large_mails_are_settled_a_few_at_a_time_and_in_their_order(desk: Desk) -> None:
    ids = [post(desk, Size(BATCH_BYTES // 3 - 5000)) for _ in range(5)]
    rounds = []
    while settled := settle_batch(desk, 50):
        rounds.append([one.mail_id for one in settled])
    assert rounds == [ids[:3], ids[3:]]


def test_a_mail_that_alone_is_too_large_for_a_batch_is_settled_by_itself(desk: Desk) -> None:
    small, large, last = post(desk, Size(1000)), post(desk, Size(BATCH_BYTES + 1000)), post(desk, Size(1000))
    rounds = [[one.mail_id for one in settle_batch(desk, 50)] for _ in range(4)]
    assert rounds == [[small], [large], [last], []]


def test_small_mails_are_bounded_by_their_number(desk: Desk) -> None:
    ids = [post(desk, Size(1000)) for _ in range(5)]
    assert [one.mail_id for one in settle_batch(desk, 3)] == ids[:3]
