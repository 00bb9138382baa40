"""A mailbox that cannot be read is told to the duty, once until it can be read again."""

from datetime import timedelta

from gateway.desk.desk import Desk
from gateway.desk.outgoing.mailbox_alerts import note_well, tell_failing
from tests.support.desk import queue

NAME = "support@vendor.example@imap.vendor.example:993/INBOX"
REASON = "error: Authentication failed."


def fail(desk: Desk, minutes: int) -> bool:
    """It has failed for so long."""
    with desk.store.begin() as work:
        return tell_failing(desk, work, NAME, REASON, desk.clock.now() - timedelta(minutes=minutes))


def told(desk: Desk) -> list[str]:
    return [one.text for one in queue(desk) if one.template == "mailbox_failing"]


def test_a_network_that_comes_back_by_itself_is_told_to_nobody(desk: Desk) -> None:
    assert not fail(desk, 4)
    assert told(desk) == []


def test_a_mailbox_that_goes_on_failing_is_told_once_with_the_reason(desk: Desk) -> None:
    assert fail(desk, 6)
    assert fail(desk, 11)
    [text] = told(desk)
    assert NAME in text
    assert REASON in text


def test_a_mailbox_that_fails_again_after_it_was_well_is_told_again(desk: Desk) -> None:
    fail(desk, 6)
    with desk.store.begin() as work:
        note_well(work, NAME)
    fail(desk, 6)
    assert len(told(desk)) == 2
