"""An engineer and a customer are both away, and neither responder marks its mail: alert, answer, alert, answer ..."""

from datetime import timedelta

from gateway.desk.desk import Desk
from tests.support.desk import Document, moment, open_case, queue, reply, reply_address, sent, write
from tests.support.people import INES, NADIA

START = moment("2026-03-03T10:00:00+01:00")


def only(document: Document, template: str) -> list[Document]:
    return [one for one in document["outgoing"] if one["template"] == template]


def test_it_ends_by_itself(desk: Desk) -> None:
    number = open_case(desk)
    first = write(desk, NADIA, "Try it.", START.isoformat(), to=reply_address(desk, number))
    answers, rounds = [sent(first, "agent_public_reply")], 0
    while answers and rounds < 60:
        rounds += 1
        at = (START + timedelta(minutes=rounds)).isoformat()
        away = reply(desk, answers[0], INES, f"I am away until day {rounds}. My mail is not read.", at=at)
        alerts = only(away, "agent_reply_arrived")
        answers = []
        for alert in alerts:
            back = reply(desk, alert, NADIA, f"Your mail is here. Somebody looks at it on day {rounds}.", at=at)
            answers += only(back, "agent_public_reply")
    assert rounds <= 12
    assert "burst_alert" in [one.template for one in queue(desk)]
    assert any("nearly the same" in str(one.reason) for one in queue(desk, "suppressed"))


def test_an_absence_of_an_engineer_that_is_understood_ends_it_at_once(desk: Desk) -> None:
    number = open_case(desk)
    first = write(desk, NADIA, "Try it.", START.isoformat(), to=reply_address(desk, number))
    away = reply(desk, sent(first, "agent_public_reply"), INES, "I am away until Monday.", at=START.isoformat())
    back = reply(
        desk, sent(away, "agent_reply_arrived"), NADIA, "I am out of office, back on Monday.", at=START.isoformat()
    )
    assert back["decision"] == "automatic"
    assert back["outgoing"] == []
