"""The tickets that an older gateway left have their deadlines after an update, and nobody is alarmed of old ones."""

from gateway.desk.desk import Desk
from tests.desk.tickets.test_migrated_answers import to_version
from tests.support.desk import open_case, reply_address, write
from tests.support.licenses import ticked
from tests.support.people import NADIA

BEFORE_DEADLINES = "0012"
HIGH = "Impact: high\nUrgency: medium\nSlow.\n"


def open_high(desk: Desk, at: str) -> str:
    return open_case(desk, text=HIGH, at=at)


def test_what_was_late_before_an_update_is_not_told_and_what_becomes_late_after_it_is(desk: Desk) -> None:
    late, later = open_high(desk, "2026-03-02T09:00:00+01:00"), open_high(desk, "2026-03-03T09:00:00+01:00")
    waiting, solved = (open_case(desk, at="2026-03-03T09:10:00+01:00") for _ in range(2))
    write(desk, NADIA, "Try this.", "2026-03-03T10:00:00+01:00", to=reply_address(desk, waiting))
    write(desk, NADIA, "#status solved\nDone.", "2026-03-03T10:00:00+01:00", to=reply_address(desk, solved))
    to_version(desk, BEFORE_DEADLINES)
    desk.store.migrate()
    assert ticked(desk, "2026-03-03T10:00+01:00") == []
    assert ticked(desk, "2026-03-03T12:00+01:00") == [("response_warning", later, None)]
    assert ticked(desk, "2026-03-03T13:00+01:00") == [
        ("resolution_warning", late, None),
        ("response_breach", later, None),
    ]
    assert ("pending_reminder", waiting, None) in ticked(desk, "2026-03-10T10:00+01:00")
    assert ("auto_close", solved, None) in ticked(desk, "2026-03-17T10:00+01:00")


def test_an_update_of_a_database_without_mail_has_nothing_to_begin(desk: Desk) -> None:
    to_version(desk, BEFORE_DEADLINES)
    desk.store.migrate()
    assert ticked(desk, "2026-03-03T10:00+01:00") == []
