"""Every odd mail of `decisions/` becomes what the file beside it says.

A case is a folder with two files. `mail.eml` is the mail as a trusted relay hands it over; `REPLY-ADDRESS` in it is the
signed reply address of T-001001, `OUR-MESSAGE-ID` the Message-ID of our newest mail to a customer. `expected.toml` says
what comes of it:

    decision = "follow_up"              the code
    rule = "intake/closed"              which rule decided (optional, like all below)
    templates = ["followup_created"]    every mail that goes out, sorted; [] for none
    ticket_state = "closed"             the state of T-001001 afterwards
    note = "public"                     who can read the note that the mail became
    given = "a closed ticket"           what was there before: one of GIVEN
    at = "2026-03-03T10:00:00+01:00"    when it arrives
    [envelope]                          mail_from ("" for the null sender), recipients
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    TUESDAY,
    case,
    change,
    deliver,
    escalate,
    moment,
    open_case,
    queue,
    reply_address,
    templates_of,
)
from tests.support.people import INES, ROSA, SUPPORT

DECISIONS = Path(__file__).parent / "decisions"
CASES = sorted(folder for folder in DECISIONS.iterdir())
FIRST = "T-001001"
KEYS = {"decision", "rule", "templates", "ticket_state", "note", "given", "at", "envelope"}


def _in_state(state: str) -> Callable[[Desk], object]:
    def given(desk: Desk) -> None:
        solved = moment(TUESDAY) if state in ("solved", "closed") else None
        change(desk, open_case(desk), state=state, solved_at=solved)

    return given


GIVEN: dict[str, Callable[[Desk], object]] = {
    "nothing": lambda desk: None,
    "a ticket": open_case,
    "a pending ticket": _in_state("pending"),
    "a solved ticket": _in_state("solved"),
    "a closed ticket": _in_state("closed"),
    "two tickets": lambda desk: (open_case(desk), open_case(desk, subject="Printer")),
    "an escalated ticket": lambda desk: escalate(desk, open_case(desk)),
    "a rejection that offers a ticket": lambda desk: (
        open_case(desk),
        escalate(desk, None, "Production is down since Monday and 40 people cannot work!"),
    ),
    "an incomplete escalation": lambda desk: escalate(desk, open_case(desk), "Reason: slow\n"),
}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_an_odd_mail_becomes_what_its_expectation_says(desk: Desk, folder: Path) -> None:
    expected = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    GIVEN[expected.get("given", "nothing")](desk)
    envelope = expected.get("envelope", {})
    recipients = [filled(desk, one) for one in envelope.get("recipients", ())]
    content = filled(desk, (folder / "mail.eml").read_bytes().decode("latin-1")).encode("latin-1")
    document = deliver(desk, content, expected.get("at", TUESDAY), envelope.get("mail_from"), recipients)
    assert found(desk, document, expected) == {name: expected[name] for name in expected if name in FOUND}


def filled(desk: Desk, text: str) -> str:
    """The text with what only this desk knows. Latin-1 keeps every byte of a mail as it is."""
    ours = [str(one.message_id) for one in queue(desk) if one.audience == "customer"]
    names = {"vendor.example": SUPPORT, "acorn.example": INES, "birch.example": ROSA}
    for name, address in names.items():
        text = text.replace(name, address.partition("@")[2])
    return text.replace("REPLY-ADDRESS", reply_address(desk, FIRST)).replace("OUR-MESSAGE-ID", ours[-1] if ours else "")


def _visibility(desk: Desk, document: dict[str, Any]) -> str | None:
    notes = {one["id"]: one["visibility"] for one in case(desk, document["ticket"])["notes"]}
    return notes.get(document["note"])


FOUND: dict[str, Callable[[Desk, dict[str, Any]], object]] = {
    "decision": lambda desk, document: document["decision"],
    "rule": lambda desk, document: document["rule"],
    "templates": lambda desk, document: templates_of(document),
    "ticket_state": lambda desk, document: case(desk, FIRST)["state"],
    "note": _visibility,
}


def found(desk: Desk, document: dict[str, Any], expected: dict[str, Any]) -> dict[str, object]:
    """What the mail became, as far as the expectation speaks of it."""
    return {name: look(desk, document) for name, look in FOUND.items() if name in expected}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_an_expectation_says_only_what_is_looked_at(folder: Path) -> None:
    assert sorted(file.name for file in folder.iterdir()) == ["expected.toml", "mail.eml"]
    expected = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    assert set(expected) <= KEYS
    assert "decision" in expected
