"""Mail that a reader has read ahead becomes what it would have become; and without the reader, too."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.adapters.clock import FixedClock
from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import keep
from gateway.desk.inbound.batch import Settled, settle_batch
from gateway.desk.inbound.read_ahead import IN_HAND, read_ahead, tidy
from gateway.mail.envelope import Envelope, InboundMail
from gateway.mail.message import Message
from gateway.ports import Verification
from gateway.store.inbox.reading_codec import FRESH_SECONDS
from gateway.store.inbox.records import MailRecord
from tests.support.desk import TUESDAY, build_desk, further_store, letter, moment, open_case, reply_address
from tests.support.people import INES
from tests.support.readers import change_readings, other_code, read_all, reader_of, readings
from tests.support.words import broken_templates

CORPUS = Path(__file__).parents[2] / "corpus"
ALL = 10_000


class Verifying:
    """Answers at once, and counts how often it was asked."""

    def __init__(self, found: Verification) -> None:
        self.found = found
        self.asked = 0

    def verify(self, message: Message, mail: InboundMail) -> Verification:
        """What it was given."""
        self.asked += 1
        return self.found

    def begin(self, message: Message, mail: InboundMail) -> Callable[[], Verification]:
        """The same."""
        return lambda: self.verify(message, mail)


PROVEN = Verification(INES, "pass", "dmarc=pass")


def take_in(desk: Desk, contents: Sequence[bytes], spool: bool = False) -> None:
    """Keep mails that are still to be settled; in the spool where there is one and it is asked for."""
    mails = [
        InboundMail(one, Envelope(INES, (), moment(TUESDAY) + timedelta(seconds=n))) for n, one in enumerate(contents)
    ]
    if spool and desk.store.spool:
        desk.store.spool.keep([(one, "smtp") for one in mails])
        return
    with desk.store.begin() as work:
        keep(work, mails, "smtp")


def letters(count: int) -> list[bytes]:
    """Mails of one customer."""
    return [letter(INES, f"It is slow at desk {n}.", subject=f"Case {n}").as_bytes() for n in range(count)]


def settle_all(desk: Desk) -> list[Settled]:
    """Everything that waits."""
    settled: list[Settled] = []
    while batch := settle_batch(desk, 50):
        settled += batch
    return settled


def records(desk: Desk) -> list[MailRecord]:
    """All mails as they stand; PostgreSQL gives notes other ids than SQLite."""
    with desk.store.read() as work:
        return [replace(one, note_id=None) for one in work.mails.after(0, ALL)]


def test_mails_of_all_kinds_become_the_same(desk: Desk, tmp_path: Path, sqlite_schema: bytes) -> None:
    contents = [one.read_bytes() for one in sorted(CORPUS.rglob("*.eml"))[::5]]
    other = build_desk(further_store(sqlite_schema, tmp_path / "other"), tmp_path)
    for one in (desk, other):
        take_in(one, contents, spool=True)
    assert read_all(desk) == {"made": len(contents)}
    assert {one.reading for one in settle_all(desk)} == {"used"}
    assert {one.reading for one in settle_all(other)} == {""}
    for mine, theirs in zip(records(desk), records(other), strict=True):
        assert mine == theirs


def test_what_is_read_ahead_is_not_verified_again_and_gone_afterwards(desk: Desk) -> None:
    take_in(desk, letters(3))
    ahead, later = Verifying(PROVEN), Verifying(PROVEN)
    assert read_all(desk, verifier=ahead) == {"made": 3}
    assert read_all(desk, verifier=ahead) == {}
    settled = settle_all(replace(desk, verifier=later))
    assert Counter(one.reading for one in settled) == {"used": 3}
    assert (ahead.asked, later.asked, readings(desk)) == (3, 0, 0)


def test_a_reading_of_other_code_is_not_used_and_goes_with_its_mail(desk: Desk) -> None:
    take_in(desk, letters(3))
    read_all(desk, codec=other_code(desk))
    assert Counter((one.decision, one.reading) for one in settle_all(desk)) == {("new", "other_code"): 3}
    assert readings(desk) == 0


def test_of_two_versions_each_uses_its_own(desk: Desk) -> None:
    take_in(desk, letters(3))
    read_all(desk)
    read_all(desk, codec=other_code(desk))
    assert readings(desk) == 6
    assert {one.reading for one in settle_all(desk)} == {"used"}
    assert readings(desk) == 0


@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        ("UPDATE reading SET payload = substr(payload, 1, 20)", "broken"),
        ("UPDATE reading SET payload = (SELECT max(payload) FROM reading)", "broken"),
        ("UPDATE reading SET payload = NULL", "unfinished"),
        ("DELETE FROM reading", ""),
    ],
)
def test_what_is_no_reading_of_ours_costs_the_mail_nothing(desk: Desk, statement: str, outcome: str) -> None:
    take_in(desk, letters(3))
    read_all(desk)
    change_readings(desk, statement)
    settled = settle_all(desk)
    assert [one.decision for one in settled] == ["new"] * 3
    assert outcome in {one.reading for one in settled} <= {outcome, "used"}


def test_a_reading_that_is_too_old_is_not_used(desk: Desk) -> None:
    take_in(desk, letters(1))
    read_all(desk)
    later = replace(desk, clock=FixedClock(desk.clock.now() + timedelta(seconds=FRESH_SECONDS + 1)))
    assert [(one.decision, one.reading) for one in settle_all(later)] == [("new", "stale")]


def test_readings_that_nobody_used_are_tidied_away(desk: Desk) -> None:
    take_in(desk, letters(2))
    read_all(desk)
    tidy(reader_of(desk))
    assert readings(desk) == 2
    tidy(reader_of(desk, clock=FixedClock(desk.clock.now() + timedelta(seconds=2 * FRESH_SECONDS + 1))))
    assert readings(desk) == 0


def test_a_temporary_failure_is_not_handed_over(desk: Desk) -> None:
    take_in(desk, letters(2))
    away = Verifying(Verification(INES, "none", "dmarc=temperror"))
    assert read_all(desk, verifier=away) == {"temporary": 2}
    there = Verifying(PROVEN)
    settled = settle_all(replace(desk, verifier=there))
    assert Counter(one.reading for one in settled) == {"unfinished": 2}
    assert there.asked == 2


def test_a_reader_that_dies_costs_nothing(desk: Desk) -> None:
    take_in(desk, letters(3))

    class Deadly(Verifying):
        def verify(self, message: Message, mail: InboundMail) -> Verification:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_all(desk, verifier=Deadly(PROVEN))
    assert Counter((one.decision, one.reading) for one in settle_all(desk)) == {("new", "unfinished"): 3}


def test_a_mail_that_cannot_be_read_ahead_does_not_stop_those_behind_it(desk: Desk) -> None:
    take_in(desk, letters(3))

    class Failing(Verifying):
        def verify(self, message: Message, mail: InboundMail) -> Verification:
            if message.subject == "Case 1":
                raise RuntimeError
            return super().verify(message, mail)

    assert read_all(desk, verifier=Failing(PROVEN)) == {"made": 2, "failed": 1}
    assert [one.reading for one in settle_all(desk)] == ["used", "unfinished", "used"]


def test_two_readers_do_not_read_the_same(desk: Desk) -> None:
    take_in(desk, letters(6))
    first, second = Verifying(PROVEN), Verifying(PROVEN)
    assert read_ahead(reader_of(desk, verifier=first, portion=4)) == {"made": 4}
    assert read_ahead(reader_of(desk, verifier=second, portion=4)) == {"made": 2}
    assert {one.reading for one in settle_all(desk)} == {"used"}


def test_what_is_in_hand_already_is_left_to_who_decides(desk: Desk) -> None:
    take_in(desk, letters(IN_HAND + 2))
    assert read_all(desk, in_hand=IN_HAND) == {"made": 2}


def test_when_one_mail_fails_the_readings_of_the_others_are_used_all_the_same(desk: Desk, tmp_path: Path) -> None:
    number = open_case(desk)
    take_in(desk, [*letters(1), letter(INES, "Still slow.", to=reply_address(desk, number)).as_bytes()])
    read_all(desk)
    settled = settle_all(replace(desk, templates=broken_templates(tmp_path)))
    assert [(one.decision, one.reading) for one in settled] == [("failed", ""), ("note", "used")]
    assert readings(desk) == 0


def test_a_file_of_readings_that_is_none_costs_the_mail_nothing(desk: Desk) -> None:
    take_in(desk, letters(3))
    file = desk.store.reading_room.file
    if file is None:
        pytest.skip("PostgreSQL has a table of them")
    file.write_bytes(b"something else" * 1000)
    assert [(one.decision, one.reading) for one in settle_all(desk)] == [("new", "")] * 3
