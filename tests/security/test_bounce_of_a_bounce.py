"""A bounce of a bounce: reports about our mail, about our alerts on reports, and about reports."""

from gateway.desk.desk import Desk
from tests.support.desk import deliver, outside, queue, sent, templates_of, write
from tests.support.people import INES, NADIA
from tests.support.reports import delivery_report


def test_the_report_about_an_answer_raises_one_alert_and_its_report_none(desk: Desk) -> None:
    answer = sent(write(desk, INES), "ack_new_ticket")
    first = deliver(desk, delivery_report(answer, INES), mail_from="")
    alert = sent(first, "bounce_alert")
    second = deliver(desk, delivery_report(alert, NADIA), mail_from="")
    assert (templates_of(first), templates_of(second)) == (["bounce_alert"], [])


def test_a_report_that_comes_again_and_again_is_told_once(desk: Desk) -> None:
    answer = sent(write(desk, INES), "ack_new_ticket")
    for _ in range(6):
        deliver(desk, delivery_report(answer, INES), mail_from="")
    assert [one.template for one in queue(desk)].count("bounce_alert") == 1


def test_every_alert_that_bounces_to_everybody_ends(desk: Desk) -> None:
    waiting = list(write(desk, INES)["outgoing"])
    passed = 0
    while waiting and passed < 30:
        mail, passed = waiting.pop(0), passed + 1
        for address in mail["envelope_to"]:
            waiting += deliver(desk, delivery_report(mail, address), mail_from="")["outgoing"]
    assert passed < 6


def test_a_report_about_a_report_is_kept_and_that_is_all(desk: Desk) -> None:
    inner = delivery_report(None, "someone@elsewhere.example")
    outer = delivery_report(None, "mailer-daemon@mx.elsewhere.example")
    nested = outer.replace(b"Content-Type: text/rfc822-headers", b"Content-Type: message/rfc822").replace(
        b"Message-ID: <unknown@elsewhere.example>\r\n", inner
    )
    before = len(queue(desk))
    for content in (inner, outer, nested):
        document = deliver(desk, content, mail_from="")
        assert (document["decision"], document["outgoing"]) == ("bounce", [])
    assert (len(queue(desk)), outside(desk)) == (before, [])
