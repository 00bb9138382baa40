"""Dates, times and codes as people read them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gateway.domain.letters import Recipient
from gateway.errors import ConfigurationError
from gateway.templating.engine import environment
from gateway.templating.words import load_words

SHIPPED = Path(__file__).parents[2] / "templates/mail"
ENGLISH = load_words(SHIPPED / "en/words.toml")
GERMAN = load_words(SHIPPED / "de/words.toml")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_date_is_written_out() -> None:
    assert ENGLISH.day(date(2026, 1, 31)) == "31 January 2026"
    assert GERMAN.day(date(2026, 1, 31)) == "31. Januar 2026"


def test_a_moment_shows_the_recipients_zone_and_utc() -> None:
    assert ENGLISH.moment(NOON, "Europe/Amsterdam") == "Monday 2 March 2026, 13:00 CET (12:00 UTC)"
    assert GERMAN.moment(NOON, "Europe/Amsterdam") == "Montag, 2. März 2026, 13:00 Uhr CET (12:00 UTC)"


@pytest.mark.parametrize(
    ("moment", "zone", "shown"),
    [
        (NOON, "UTC", "Monday 2 March 2026, 12:00 UTC"),
        (NOON, "Mars/Olympus", "Monday 2 March 2026, 12:00 UTC"),
        (NOON, "../../etc/passwd", "Monday 2 March 2026, 12:00 UTC"),
        (NOON, "Europe/Istanbul", "Monday 2 March 2026, 15:00 UTC+3 (12:00 UTC)"),
        (NOON, "Asia/Kathmandu", "Monday 2 March 2026, 17:45 UTC+5:45 (12:00 UTC)"),
        (NOON, "Pacific/Auckland", "Tuesday 3 March 2026, 01:00 NZDT (2 March 2026, 12:00 UTC)"),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "Europe/Amsterdam", "Sunday 29 March 2026, 01:30 CET (00:30 UTC)"),
        (datetime(2026, 3, 29, 4, 0, tzinfo=UTC), "Europe/Amsterdam", "Sunday 29 March 2026, 06:00 CEST (04:00 UTC)"),
    ],
)
def test_a_moment_is_right_in_every_zone(moment: datetime, zone: str, shown: str) -> None:
    assert ENGLISH.moment(moment, zone) == shown


def test_an_instant_that_was_written_before_is_written_for_every_zone_and_minute() -> None:
    assert ENGLISH.moment(NOON, "Europe/Berlin").endswith("13:00 CET (12:00 UTC)")
    assert ENGLISH.moment(NOON, "Asia/Tokyo").endswith("21:00 JST (12:00 UTC)")
    assert ENGLISH.moment(NOON.replace(second=59), "Europe/Berlin").endswith("13:00 CET (12:00 UTC)")
    assert ENGLISH.moment(NOON.replace(minute=1), "Europe/Berlin").endswith("13:01 CET (12:01 UTC)")


def test_a_letter_shows_the_same_instant_to_each_reader_in_his_zone() -> None:
    letter = environment(ENGLISH).from_string("{{ due | when }}")
    for second, zone, shown in (
        (0, "Europe/Berlin", "13:00 CET"),
        (59, "Asia/Tokyo", "21:00 JST"),
        (1, "UTC", "12:00"),
    ):
        reader = Recipient("Ann", "ann@acorn.example", zone, "en")
        assert shown in letter.render(due=NOON.replace(second=second), recipient=reader)


def test_a_code_is_a_word_of_the_language() -> None:
    assert ENGLISH.word("change_request") == "change request"
    assert GERMAN.word("change_request") == "Änderungswunsch"
    assert GERMAN.word("brand_new_code") == "brand new code"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"Monday", ', "", "weekdays"),
        ('"January", ', "", "months"),
        ("{month}", "{moon}", "day"),
        ("{weekday}", "{weekday.x}", "when"),
        ('question = "question"', "question = 1", "codes"),
        ("weekdays = [", "weekdays = ", "-"),
    ],
)
def test_a_mistake_in_the_words_is_named_with_its_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text((SHIPPED / "en/words.toml").read_text(encoding="utf-8").replace(old, new, 1))
    with pytest.raises(ConfigurationError) as caught:
        load_words(file)
    assert (caught.value.file, caught.value.key) == (str(file), key)


def test_both_languages_translate_what_is_not_english_already() -> None:
    assert set(ENGLISH.codes) <= set(GERMAN.codes)
