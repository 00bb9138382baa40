"""A help desk that answers each of our answers with one of its own, a new Message-ID each time and no mark at all."""

from datetime import timedelta

from gateway.desk.desk import Desk
from tests.support.desk import Document, deliver, letter, moment, numbers, outside, queue, reply, write

DESK = "helpdesk@acorn.example"
START = moment("2026-03-03T10:00:00+01:00")
WORDS = "Thank you for your request. It has the number {0}/{0}. We will answer within two days."


def answers_to_customers(document: Document) -> list[Document]:
    return [one for one in document["outgoing"] if one["audience"] == "customer"]


def play(desk: Desk, minutes: int, threaded: bool, most: int = 40) -> int:
    """How many mails we send until both are silent; each answer of the other comes so many minutes later."""
    waiting = answers_to_customers(write(desk, DESK, "Our printer is broken.", START.isoformat()))
    sent = 0
    while waiting and sent < most:
        ours, sent = waiting.pop(0), sent + 1
        at = (START + timedelta(minutes=minutes * sent)).isoformat()
        words, subject = WORDS.format(sent), f"[LUM-{sent}] {ours['headers']['Subject']}"
        if threaded:
            document = reply(desk, ours, DESK, words, at=at, subject=subject)
        else:
            document = deliver(desk, letter(DESK, words, subject=f"Request {sent} was received"), at)
        waiting += answers_to_customers(document)
    return sent


def test_within_the_conversation_the_first_is_a_note_and_nothing_is_sent_back(desk: Desk) -> None:
    assert play(desk, 1, threaded=True) == 1
    assert numbers(desk) == ["T-001001"]


def test_outside_of_it_three_answers_are_the_end(desk: Desk) -> None:
    assert play(desk, 1, threaded=False) == 3
    assert [one.template for one in queue(desk) if one.template == "burst_alert"] == ["burst_alert"]


def test_slow_as_it_may_be_a_day_has_an_end(desk: Desk) -> None:
    assert play(desk, 21, threaded=False) <= 24


def test_when_all_three_answers_go_unanswered_the_tickets_are_there_all_the_same(desk: Desk) -> None:
    play(desk, 1, threaded=False)
    assert numbers(desk) == ["T-001001", "T-001002", "T-001003", "T-001004"]
    assert len(outside(desk)) == 3


def test_its_tag_before_ours_does_not_pile_up(desk: Desk) -> None:
    subject = "A question"
    for minute in range(3):
        document = write(
            desk, DESK, f"Words {minute}", (START + timedelta(minutes=minute)).isoformat(), subject=subject
        )
        [ours] = answers_to_customers(document)
        subject = f"[LUM-{minute}] {ours['headers']['Subject']}"
        assert ours["headers"]["Subject"].count("[T-") == 1
        break
    document = reply(desk, ours, DESK, "More.", subject=f"[T-001001] [T-001001] {subject}")
    [note] = document["outgoing"]
    assert note["headers"]["Subject"].count("[T-001001]") == 1
