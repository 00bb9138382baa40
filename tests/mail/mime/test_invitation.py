"""Invitations are told in a few lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.mime.invitation import invitation_description, invitation_text


def calendar(*lines: str, method: str = "REQUEST") -> str:
    event = ("BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", "")
    return "\r\n".join(event)


def test_an_invitation_says_what_when_where_and_who() -> None:
    text = invitation_text(
        calendar(
            "SUMMARY;LANGUAGE=en:Upgrade\\, second",
            "  part",
            'DTSTART;TZID="Europe/Amsterdam":20260310T100000',
            "DTEND;TZID=Europe/Amsterdam:20260310T113000",
            "LOCATION:Room 4",
            'ORGANIZER;CN="Moor: Ada":MAILTO:ada@acorn.example',
        )
    )
    assert text.split("\n") == [
        "Invitation: Upgrade, second part",
        "When: 2026-03-10 10:00 to 11:30 (Europe/Amsterdam)",
        "Where: Room 4",
        "Organizer: Moor: Ada <ada@acorn.example>",
    ]


@pytest.mark.parametrize(
    ("method", "extra", "title"),
    [
        ("REQUEST", "SEQUENCE:0", "Invitation"),
        ("REQUEST", "SEQUENCE:2", "Updated invitation"),
        ("REQUEST", "STATUS:CANCELLED", "Cancelled"),
        ("CANCEL", "SEQUENCE:1", "Cancelled"),
        ("REPLY", "SEQUENCE:1", "Answer to an invitation"),
        ("COUNTER", "SEQUENCE:1", "Other time proposed"),
        ("PUBLISH", "SEQUENCE:0", "Event"),
        ("", "SEQUENCE:0", "Event"),
    ],
)
def test_the_method_names_the_kind(method: str, extra: str, title: str) -> None:
    assert invitation_text(calendar("SUMMARY:x", extra, method=method)).startswith(f"{title}: x")


def test_an_answer_says_who_answered_what() -> None:
    text = invitation_text(calendar("SUMMARY:x", "ATTENDEE;PARTSTAT=TENTATIVE:mailto:bo@x.example", method="REPLY"))
    assert text.endswith("bo@x.example: tentatively accepted")


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("DTSTART:20260310T090000Z", "DTEND:20260311T100000Z", "2026-03-10 09:00 to 2026-03-11 10:00 (UTC)"),
        ("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260312", "2026-03-10 to 2026-03-12"),
        ("DTSTART:20260310T090000", "X:y", "2026-03-10 09:00"),
    ],
)
def test_times_are_shown_as_they_were_meant(start: str, end: str, shown: str) -> None:
    assert f"When: {shown}" in invitation_text(calendar("SUMMARY:x", start, end)).split("\n")


def test_an_impossible_time_is_left_out() -> None:
    assert invitation_text(calendar("DTSTART:20260230T990000", "SUMMARY:x")) == "Invitation: x"


def test_an_alarm_inside_does_not_speak_for_the_event() -> None:
    alarm = ("BEGIN:VALARM", "SUMMARY:alarm", "DESCRIPTION:alarm", "END:VALARM")
    text = calendar(*alarm, "SUMMARY:event", "DESCRIPTION:long\\ntext\\; more")
    assert invitation_text(text) == "Invitation: event"
    assert invitation_description(text) == "long\ntext; more"


def test_what_is_no_calendar_says_nothing() -> None:
    assert invitation_text("just words") == ""
    assert invitation_description("just words") == ""


def test_a_repetition_is_told_as_it_is_written() -> None:
    text = invitation_text(calendar("SUMMARY:x", "DTSTART:20260310T090000", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert "Repeats: FREQ=WEEKLY;COUNT=3" in text.split("\n")


def test_a_title_that_stands_twice_is_told_once() -> None:
    assert invitation_text(calendar("SUMMARY:x", "SUMMARY:y")).startswith("Invitation: x")


def test_a_zone_that_nobody_knows_is_named_as_it_is_written() -> None:
    zone = ("BEGIN:VTIMEZONE", "TZID:Harbor time", "BEGIN:STANDARD", "DTSTART:16010101T000000")
    rules = ("RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE")
    event = calendar("SUMMARY:x", "DTSTART;TZID=Harbor time:20260310T090000").replace(
        "BEGIN:VEVENT", "\r\n".join((*zone, *rules, "BEGIN:VEVENT"))
    )
    assert invitation_text(event) == "Invitation: x\nWhen: 2026-03-10 09:00 (Harbor time)"


@pytest.mark.parametrize(
    "line", ["DTSTART;TZID=../../etc/passwd:20260310T090000", "DTSTART;=;:::", "SEQUENCE:\u00b2", "no colon", "RRULE:x"]
)
def test_a_damaged_line_does_not_hide_the_rest(line: str) -> None:
    assert invitation_text(calendar(line, "SUMMARY:x")).startswith("Invitation: x")


def test_a_calendar_that_is_cut_off_still_says_what_it_holds() -> None:
    assert invitation_text("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:x\nLOCATION:her").endswith("her")


LINES = st.lists(
    st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "METHOD:REPLY", "SUMMARY", ":", ";", '"', "\\"])
    | st.sampled_from(["DTSTART", "DTEND", "RRULE:", "ATTENDEE", "TZID=", "VALUE=DATE", "20260310", "T10", "SEQUENCE:"])
    | st.text(max_size=20)
)


@given(LINES.map("\n".join) | LINES.map("".join).map("BEGIN:VEVENT\n{}".format))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(invitation_text(text), str)
    assert isinstance(invitation_description(text), str)
