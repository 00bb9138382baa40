"""`gateway ticket show` for people: a case file that is read from top to bottom."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.cli.case_file import Case, case_file
from gateway.cli.listing import Times
from gateway.domain.outgoing.entry import OutboxEntry, Recipient
from gateway.domain.tickets.ticket import Note, NoteFile, State, Ticket

NINE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # nine o'clock where the desk is
TIMES = Times(ZoneInfo("Europe/Amsterdam"), NINE + timedelta(hours=3))
HOUR = timedelta(hours=1)


def ticket(state: State = "open", **columns: object) -> Ticket:
    """A ticket of nine o'clock, to be answered at one and solved at five."""
    settings: dict[str, object] = {
        "first_response_due": NINE + 4 * HOUR,
        "resolution_due": NINE + 8 * HOUR,
        "organization": "acorn",
    }
    return Ticket(1, "No print", state, "incident", "high", "uma@acorn.example", NINE, **{**settings, **columns})  # type: ignore[arg-type]  # columns of a ticket


def shown(case_ticket: Ticket, **parts: object) -> str:
    """Its file."""
    settings: dict[str, object] = {
        "organization": "Acorn",
        "app": "Orders",
        "escalation": None,
        "people": (),
        "notes": (),
        "told": (),
        "name": lambda address: f"Uma Meyer ({address})" if address.startswith("uma") else address,
    }
    return case_file(Case(ticket=case_ticket, **{**settings, **parts}), TIMES)  # type: ignore[arg-type]  # parts of a case


def test_it_begins_with_what_it_is_about_and_whose_it_is() -> None:
    lines = shown(ticket(environment="production")).splitlines()
    assert lines[:2] == ["T-001001  No print", "open, high, incident"]
    assert "asked by      Uma Meyer (uma@acorn.example), 2 Mar 09:00" in lines
    assert "app           Orders, production" in lines


def test_r05_a_priority_that_only_the_customer_claims_is_shown_as_claimed() -> None:
    assert shown(ticket(priority_claimed=True)).splitlines()[1] == "open, high (claimed), incident"


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (ticket(), "first answer  due 2 Mar 13:00, due in 60 min"),
        (ticket(first_response_at=NINE + HOUR), "first answer  due 2 Mar 13:00, met 2 Mar 10:00"),
        (ticket(first_response_at=NINE + 7 * HOUR), "first answer  due 2 Mar 13:00, late by 3 h, 2 Mar 16:00"),
        (ticket(first_response_due=NINE), "first answer  due 2 Mar 09:00, 3 h late"),
        (ticket("closed"), "first answer  due 2 Mar 13:00, never given"),
        (ticket(), "resolution    due 2 Mar 17:00, due in 5 h"),
        (ticket("pending"), "resolution    due 2 Mar 17:00, stands still"),
        (ticket("solved", solved_at=NINE + 2 * HOUR), "resolution    due 2 Mar 17:00, met 2 Mar 11:00"),
    ],
)
def test_a_clock_says_how_it_stands(one: Ticket, line: str) -> None:
    assert line in shown(one).splitlines()


def test_without_a_promise_no_clock_is_shown() -> None:
    assert "due" not in shown(ticket(first_response_due=None, resolution_due=None))


def test_notes_say_who_wrote_them_who_sees_them_and_what_came_with_them() -> None:
    file = NoteFile("app.log", "text/plain", 4096)
    notes = (
        Note(1, 1, NINE, "uma@acorn.example", "public", "mail", "It is silent.\n\nSince noon.", attachments=(file,)),
        Note(2, 1, NINE + HOUR, None, "internal", "system", "Continued.", proven=False),
    )
    text = shown(ticket(), notes=notes)
    assert "  2 Mar 09:00  Uma Meyer (uma@acorn.example) (mail, seen by the customer)\n    It is silent.\n\n" in text
    assert "    file: app.log (4 KB)" in text
    assert "  2 Mar 10:00  the gateway (system, internal, sender not proven)\n    Continued." in text


def test_who_was_told_what_is_listed_with_what_became_of_it() -> None:
    mail = OutboxEntry(
        id=1,
        template="ack_new_ticket",
        audience="customer",
        envelope_from="bounces@vendor.example",
        recipients=(Recipient("uma@acorn.example", "queued", None),),
        message_id="<1@vendor.example>",
        subject="No print",
        headers={},
        text="",
        html=False,
        state="suppressed",
        reason="the sender is not proven",
        created=NINE,
        next_attempt=None,
    )
    line = "  2 Mar 09:00  ack_new_ticket to uma@acorn.example (suppressed: the sender is not proven)"
    assert line in shown(ticket(), told=(mail,)).splitlines()
