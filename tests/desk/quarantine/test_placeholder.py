"""A mail that could not be taken in: somebody is told, nobody is answered, and a person may let its stand-in in."""

from pathlib import Path

from gateway.desk.desk import Desk
from gateway.desk.inbound.process import release
from gateway.desk.quarantine.placeholder import keep_placeholder, placeholder
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.store import Store
from tests.support.desk import MONDAY, act, build_desk, moment, notes, outside, queue, waiting
from tests.support.people import INES

NOW = moment(MONDAY)
HEADER = (
    b"Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\r\n"
    b"From: Ines <ines@acorn.example>\r\nTo: support@vendor.example\r\nSubject: Our log files\r\n"
    b"Message-ID: <large@acorn.example>\r\n"
)


def keep(desk: Desk, header: bytes = HEADER) -> int:
    mail = InboundMail(placeholder(header, "[It is too large.]"), Envelope(None, (), NOW))
    with desk.store.begin() as work:
        return keep_placeholder(desk, work, mail, "imap", "too_large")


def test_a_stand_in_waits_in_quarantine_and_its_sender_hears_nothing(desk: Desk) -> None:
    mail_id = keep(desk)
    [apart] = waiting(desk)
    assert (apart.mail_id, apart.cause, apart.sender_address) == (mail_id, "too_large", INES)
    assert apart.subject == "Our log files"
    assert outside(desk) == []
    with desk.store.read() as work:
        assert work.mails.count_waiting() == 0


def test_the_duty_is_told_of_a_stand_in(store: Store, tmp_path: Path) -> None:
    desk = build_desk(store, tmp_path, gateway={"duty": "duty@vendor.example"})
    keep(desk)
    [alert] = queue(desk)
    assert (alert.template, alert.audience, "Our log files" in alert.text) == (
        "quarantine_alert",
        "vendor",
        True,
    )


def test_a_stand_in_that_is_released_becomes_a_ticket_with_its_sentence(desk: Desk) -> None:
    mail_id = keep(desk)
    with desk.store.begin() as work:
        assert release(act(desk, work, "otto", NOW), mail_id).decision == "new"
        ticket = work.mails.show(mail_id).ticket_id
        found = work.tickets.get(ticket or 0)
    assert found is not None
    assert notes(desk, found.number, "public") == ["[It is too large.]"]


def test_a_stand_in_without_a_header_waits_as_well(desk: Desk) -> None:
    keep(desk, b"")
    [apart] = waiting(desk)
    assert (apart.sender_address, apart.subject) == (None, "")
