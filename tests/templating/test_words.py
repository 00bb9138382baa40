"""Dates, times and codes as people read them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gateway.domain.phrase import phrase
from gateway.errors import ConfigurationError
from gateway.letters.views import Recipient
from gateway.templating import Templates
from gateway.templating.check import check
from gateway.templating.engine import environment
from gateway.templating.words_file import read_words

SHIPPED = Path(__file__).parents[2] / "templates/mail"
TEMPLATES = Templates.load(None, "en")
ENGLISH = TEMPLATES.words("en")
GERMAN = TEMPLATES.words("de")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_date_is_written_out() -> None:
    assert ENGLISH.day(date(2026, 1, 31)) == "31 January 2026"
    assert GERMAN.day(date(2026, 1, 31)) == "31. Januar 2026"


def test_a_moment_shows_the_recipients_zone_and_utc() -> None:
    assert ENGLISH.moment(NOON, "Europe/Amsterdam") == "Monday 2 March 2026, 13:00 CET (12:00 UTC)"
    assert GERMAN.moment(NOON, "Europe/Amsterdam") == "Montag, 2. März 2026, 13:00 Uhr MEZ (12:00 UTC)"


@pytest.mark.parametrize(
    ("moment", "zone", "shown"),
    [
        (NOON, "Europe/Berlin", "Montag, 2. März 2026, 13:00 Uhr MEZ (12:00 UTC)"),
        (datetime(2026, 7, 2, 12, tzinfo=UTC), "Europe/Berlin", "Donnerstag, 2. Juli 2026, 14:00 Uhr MESZ (12:00 UTC)"),
        (NOON, "America/New_York", "Montag, 2. März 2026, 07:00 Uhr EST (12:00 UTC)"),
        (NOON, "Asia/Dubai", "Montag, 2. März 2026, 16:00 Uhr UTC+4 (12:00 UTC)"),
        (NOON, "UTC", "Montag, 2. März 2026, 12:00 Uhr UTC"),
    ],
)
def test_a_zone_has_the_name_that_readers_of_the_language_know(moment: datetime, zone: str, shown: str) -> None:
    assert GERMAN.moment(moment, zone) == shown


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
        ('"en_GB"', '"klingon"', "locale"),
        ("{weekday}", "{weekday.x}", "when"),
        ("{weekday}", "{moon}", "when"),
        ('question = "question"', "question = 1", "codes"),
        ("{signs}", "{signs!r}", "phrases.quarantine.careful"),
        ("{signs}", "{signs", "phrases.quarantine.careful"),
        ("[phrases.quarantine]\n", "[phrases]\nloose = 1\n", "phrases.loose"),
        ("[codes]", "[codes", "-"),
    ],
)
def test_a_mistake_in_the_words_is_named_with_its_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text((SHIPPED / "en/words.toml").read_text(encoding="utf-8").replace(old, new, 1))
    with pytest.raises(ConfigurationError) as caught:
        read_words("en", file)
    assert (caught.value.file, caught.value.key) == (str(file), key)


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ("careful =", "careless =", "phrases.quarantine.careful", "is missing."),
        ("{signs}", "{sings}", "phrases.quarantine.careful", "must have {signs} and nothing else."),
        ("{signs}", "this and that", "phrases.quarantine.careful", "must have {signs} and nothing else."),
        ('critical = "critical"', "", "codes.critical", "is missing."),
        ("careful =", 'extra = "x"\ncareful =', "phrases.quarantine.extra", "is no phrase of the gateway."),
    ],
)
def test_a_phrase_that_a_language_lacks_or_says_otherwise_is_named_with_file_and_key(
    tmp_path: Path, old: str, new: str, key: str, problem: str
) -> None:
    file = tmp_path / "mail/qaa/words.toml"
    file.parent.mkdir(parents=True)
    (file.parent / "burst_alert.txt").write_text("Subject: x\n\n{{ reason }}\n")
    file.write_text((SHIPPED / "en/words.toml").read_text(encoding="utf-8").replace(old, new, 1))
    found = [(fault.file, fault.key, fault.problem) for fault in check(Templates.load(tmp_path, "en"))]
    assert (str(file), key, problem) in found
    careful = phrase("quarantine.careful", signs="x")
    assert "x" in Templates.load(tmp_path, "en").say(careful, "qaa")  # a fault in its words keeps no mail from leaving


def test_own_words_need_only_what_they_change(tmp_path: Path) -> None:
    (tmp_path / "mail/de").mkdir(parents=True)
    (tmp_path / "mail/de/words.toml").write_text('[phrases.quarantine]\nforged = "Gefälscht."\n', encoding="utf-8")
    own = Templates.load(tmp_path, "en")
    assert check(own) == []
    assert own.say(phrase("quarantine.forged"), "de-AT") == "Gefälscht."
    assert own.say(phrase("quarantine.stranger"), "de") == TEMPLATES.say(phrase("quarantine.stranger"), "de")
    assert own.words("de").word("incident") == "Störung"


def test_words_of_before_still_load_though_babel_knows_the_names_now(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text('weekdays = ["ma"]\nmonths = ["tammi"]\nday = "{day}"\nwhen = "{weekday} {date} {time} {zone}"\n')
    words = read_words("fi", file).words(ENGLISH.phrases)
    assert words.day(date(2026, 1, 31)) == "31. tammikuuta 2026"
    assert words.say(phrase("note.continued", ticket="T-001001")) == "Continued in T-001001."


def test_a_phrase_is_said_in_the_language_of_its_reader_else_in_ours_else_in_english() -> None:
    said = phrase("note.continued", ticket="T-001001")
    german = Templates.load(None, "de")
    assert german.say(said, "en") == "Continued in T-001001."
    assert german.say(said, "qaa") == german.say(said, "") == "Fortgesetzt in T-001001."
    assert Templates.load(None, "qaa").say(said, "qab") == german.record(said) == "Continued in T-001001."


def test_phrases_within_a_phrase_are_said_in_the_same_language() -> None:
    sign = phrase("sign.look_alike", domain="acorn.exarnple", known="acorn.example")
    said = phrase("quarantine.careful", signs=(sign, sign))
    assert GERMAN.say(said).count("sieht aus wie") == 2
    assert "; look_alike: " in ENGLISH.say(said)
