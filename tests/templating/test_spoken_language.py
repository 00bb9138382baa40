"""What the gateway itself says is in the language of its reader: ours for our own people and notes."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import build_desk, do_not_sync, notes, numbers, queue, reply_address, sent, write
from tests.support.people import INES, NADIA, STRANGER


@pytest.fixture
def german(store: Store, tmp_path: Path) -> Desk:
    """The desk of a vendor that speaks German."""
    do_not_sync(store)
    return build_desk(store, tmp_path, gateway={"language": "de"})


def test_commands_are_answered_in_the_language_of_who_gave_them(german: Desk) -> None:
    write(german, INES)
    [number] = numbers(german)
    done = sent(write(german, NADIA, "#priority low\n#component Druck", subject=f"[{number}]"), "command_transcript")
    assert "#component Druck: geändert" in done["text"]
    wrong = sent(write(german, NADIA, "#priority urgent\n#fly", subject=f"[{number}]"), "command_error")
    assert "#priority braucht eines von: critical, high, medium, low." in wrong["text"]
    assert "#fly ist kein Befehl." in wrong["text"]


def test_a_mail_that_waits_is_told_in_our_language(german: Desk) -> None:
    write(german, INES)
    [number] = numbers(german)
    alert = sent(write(german, STRANGER, "Hello", to=reply_address(german, number)), "quarantine_alert")
    assert "Der Absender bezieht sich auf ein Gespräch" in alert["text"]


def test_notes_of_the_gateway_are_in_our_language(german: Desk) -> None:
    first = write(german, INES)["ticket"]
    second = write(german, INES)["ticket"]
    write(german, INES, subject=f"{first} and {second}")
    said = [note for number in (first, second) for note in notes(german, number, "internal")]
    assert any(note.startswith("Eine Mail von") for note in said)


def test_lists_keep_english_reasons_whatever_we_speak(german: Desk) -> None:
    write(german, INES, proof="")
    assert {one.reason for one in queue(german, "suppressed")} <= {"the sender is not proven"}
