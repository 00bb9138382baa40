"""What a mail says of a large-scale test, as people of several languages write it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.load_tests.items import addresses_in, read_items
from gateway.domain.load_tests.timings import Reading, read_timings
from gateway.domain.phrase import phrase
from tests.support.desk import shipped_rules
from tests.support.words import shipped_templates

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
READING = Reading(NOW, ZoneInfo("Europe/Amsterdam"))
POLICY = shipped_rules().data.tests
EVENING = (datetime(2026, 3, 20, 19, 0, tzinfo=UTC), datetime(2026, 3, 20, 22, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-20 20:00 to 2026-03-20 23:00 Europe/Amsterdam",
        "2026-03-20T19:00Z - 2026-03-20T22:00Z",
        "20 March, 20:00 - 23:00",
        "March 20, 2026 8 to 11 pm CET",
        "March 20th, 2026, 8:00 p.m. until 11:00 p.m.",
        "20.03.2026, 20 bis 23 Uhr",
        "am 20. März von 20:00 bis 23:00 MEZ",
        "le 20 mars 2026 de 20h00 à 23h00",
        "20 maart 2026 van 20.00 tot 23.00 uur",
        "el 20 de marzo de 2026, de 20:00 a 23:00",
        "20/03/2026 15:00 to 20/03/2026 18:00 America/New_York",
        "2026-03-21 00:00 UTC+5 until 03:00 UTC+5",
        "from 20:00 to 23:00 on 2026-03-20",
    ],
)
def test_r65_times_are_understood_as_people_write_them(written: str) -> None:
    found = read_timings(written, POLICY.timing, READING)
    if "New_York" in written:  # there the clocks have changed already
        assert found.starts == EVENING[0]
    else:
        assert (found.starts, found.ends) == EVENING, written


def test_r65_two_days_have_a_time_each() -> None:
    found = read_timings("from 20 to 22 March 2026, 8 pm until 11 pm", POLICY.timing, READING)
    assert (found.starts, found.ends) == (EVENING[0], datetime(2026, 3, 22, 22, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("written", "trouble"),
    [
        ("2026-03-20 23:00 to 2026-03-20 20:00", "order"),
        ("2026-02-20 20:00 to 2026-02-20 23:00", "past"),
        ("2026-02-31 20:00 to 23:00", "none"),
        ("soon", "none"),
        ("2026-03-20", "none"),
        ("03/04/2026 20:00 to 23:00", "none"),
    ],
)
def test_r66_what_cannot_be_or_can_be_read_in_two_ways_is_asked_for(written: str, trouble: str) -> None:
    found = read_timings(written, POLICY.timing, Reading(NOW, READING.zone, slashes=None))
    assert (found.starts, found.trouble) == (None, trouble)


def test_r65_a_day_that_was_named_before_is_kept() -> None:
    found = read_timings("20:00 to 23:00", POLICY.timing, Reading(NOW, READING.zone, day=date(2026, 3, 20)))
    assert (found.starts, found.ends) == EVENING


def test_r65_addresses_of_both_versions_networks_and_ranges() -> None:
    text = "192.0.2.10, 2001:DB8::1 and 198.51.100.7/24; 203.0.113.5-9. Not 300.1.1.1, 20:00 or 1.2.3.4.5"
    assert addresses_in(text) == ("192.0.2.10", "2001:db8::1", "198.51.100.0/24", "203.0.113.5-203.0.113.9")
    assert addresses_in("with version 10.24.1.0", free=True) == ()


def test_r65_the_items_stand_in_running_text_too() -> None:
    text = """Wir möchten am 20. März 2026 von 20 bis 23 Uhr einen Lasttest machen, Umgebungen a1, b2 und c3.
Die Anfragen kommen von 192.0.2.10.
Ansprechpartner ist Tom, +31 20 555 0199."""
    told = read_items("Lasttest", text, POLICY, READING)
    assert (told.kind, told.ips, told.environments) == ("load", ("192.0.2.10",), ("a1", "b2", "c3"))
    assert (told.timings.starts, told.timings.ends) == EVENING
    assert told.parties == ("Ansprechpartner ist Tom, +31 20 555 0199.",)


@pytest.mark.parametrize("language", ["en", "de"])
def test_r65_our_own_questions_say_nothing_and_their_labels_are_understood(language: str) -> None:
    words = shipped_templates(language)
    answers = {
        "kind": "performance",
        "ips": "192.0.2.10",
        "environments": "123",
        "timings": "2026-03-20 20:00 - 23:00",
        "contacts": "tc@acorn.example",
    }
    label = {name: words.say(phrase(f"test_item.{name}"), language) for name in answers}
    why = {name: words.say(phrase(f"test_item_why.{name}"), language) for name in answers}
    nothing = read_items("", "\n".join(f"{label[one]}: {why[one]}" for one in answers), POLICY, READING)
    assert (nothing.kind, nothing.ips, nothing.environments, nothing.parties) == (None, (), (), ())
    assert nothing.timings.day is None
    told = read_items("", "\n".join(f"{label[one]}: {answers[one]}" for one in answers), POLICY, READING)
    assert told.labelled == {*answers}
    assert (told.kind, told.environments, told.parties) == ("performance", ("123",), ("tc@acorn.example",))


def test_r68_of_several_kinds_the_strictest_counts() -> None:
    assert read_items("Load and penetration test", "", POLICY, READING).kind == "penetration"
