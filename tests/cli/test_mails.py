"""`gateway mail raw`, `mail save`, `mail show --text` and `quarantine show`: what was written, the bytes, the files."""

from pathlib import Path

import pytest

from tests.support.commandline import CommandLine
from tests.support.desk import letter

AT = "2026-03-02T09:00:00+01:00"
PDF = b"%PDF-1.4 what we saw"


@pytest.fixture
def taken(gateway: CommandLine) -> CommandLine:
    """A customer's mail with files of odd names was taken in, mail 1."""
    files = {"seen.pdf": PDF, "../../escape.txt": b"out", "run.exe": b"MZ program"}
    mail = letter("user@acorn.example", "The export stops.\nEvery evening.\n", files=files)
    (gateway.folder / "in.eml").write_bytes(mail.as_bytes())
    gateway("receive", "--at", AT, str(gateway.folder / "in.eml"))
    return gateway


def test_the_bytes_of_a_mail_are_printed_as_they_came(taken: CommandLine) -> None:
    assert taken("mail", "raw", "1").out.encode() == (taken.folder / "in.eml").read_bytes()


def test_a_mail_is_shown_with_its_words_and_files_when_asked(taken: CommandLine) -> None:
    shown = taken("mail", "show", "1", "--text", "--json").json
    assert shown["text"].splitlines() == ["The export stops.", "Every evening."]
    assert [one["name"] for one in shown["attachments"]] == ["seen.pdf", "escape.txt", "run.exe"]
    assert "text" not in taken("mail", "show", "1", "--json").json
    assert "Every evening." in taken("mail", "show", "1", "--text").out


def test_files_are_saved_under_safe_names_inside_the_folder_only(taken: CommandLine) -> None:
    folder = taken.folder / "deep" / "saved"
    saved = taken("mail", "save", "1", str(folder), "--json").json
    assert {path.name for path in folder.iterdir()} == {"seen.pdf", "escape.txt", "run.exe.blocked"}
    assert (folder / "seen.pdf").read_bytes() == PDF
    assert [Path(one["file"]).parent for one in saved] == [folder] * 3
    assert not (taken.folder / "escape.txt").exists()


def test_saving_twice_writes_nothing_over_and_follows_no_link(taken: CommandLine) -> None:
    folder = taken.folder / "saved"
    folder.mkdir()
    (folder / "seen.pdf").symlink_to(taken.folder / "victim")
    taken("mail", "save", "1", str(folder))
    taken("mail", "save", "1", str(folder))
    assert not (taken.folder / "victim").exists()
    assert (folder / "seen (2).pdf").read_bytes() == (folder / "seen (3).pdf").read_bytes() == PDF


def test_a_folder_that_is_a_file_is_refused_with_the_next_step(taken: CommandLine) -> None:
    done = taken("mail", "save", "1", str(taken.folder / "in.eml"))
    assert done.code != 0
    assert "Name a folder that you may write" in done.err


def test_a_mail_that_is_not_there_has_no_bytes(gateway: CommandLine) -> None:
    done = gateway("mail", "raw", "99")
    assert (done.code != 0, "there is no mail 99" in done.err) == (True, True)


def test_what_waits_in_quarantine_is_shown_with_its_words_and_files(gateway: CommandLine) -> None:
    mail = letter("user@acorn.example", "Pay here.", proof="fail", files={"bill.pdf": PDF})
    (gateway.folder / "in.eml").write_bytes(mail.as_bytes())
    gateway("receive", "--at", AT, str(gateway.folder / "in.eml"))
    shown = gateway("quarantine", "show", "1", "--json").json
    assert shown["text"].strip() == "Pay here."
    assert [(one["name"], one["size"]) for one in shown["attachments"]] == [("bill.pdf", len(PDF))]
