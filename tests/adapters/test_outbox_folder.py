"""Outgoing mail that becomes files."""

from pathlib import Path

from gateway.adapters.outbox_folder import FolderMailer
from gateway.mail.parse import parse

MAIL = b"Message-ID: <t-001001.7.abc@vendor.example>\r\nSubject: Hello\r\n\r\nText\r\n"


def send(folder: Path, content: bytes = MAIL) -> dict[str, int]:
    replies = FolderMailer(folder).send("bounces+x@vendor.example", ["a@acorn.example", "b@acorn.example"], content)
    return {address: reply.code for address, reply in replies.items()}


def test_a_mail_becomes_a_file_named_after_its_message_id(tmp_path: Path) -> None:
    assert send(tmp_path / "outbox") == {"a@acorn.example": 250, "b@acorn.example": 250}
    assert [one.name for one in (tmp_path / "outbox").iterdir()] == ["t-001001.7.abc.eml"]


def test_the_envelope_stands_above_the_mail(tmp_path: Path) -> None:
    send(tmp_path)
    message = parse((tmp_path / "t-001001.7.abc.eml").read_bytes())
    assert message.headers.get("Return-Path") == "<bounces+x@vendor.example>"
    assert message.headers.all("Delivered-To") == ("a@acorn.example", "b@acorn.example")
    assert (tmp_path / "t-001001.7.abc.eml").read_bytes().endswith(MAIL)


def test_a_mail_that_is_sent_again_is_one_file(tmp_path: Path) -> None:
    send(tmp_path)
    send(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_message_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    send(folder, MAIL.replace(b"t-001001.7.abc", b"../../escaped"))
    assert [one.name for one in tmp_path.iterdir()] == ["outbox"]
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_a_temporary_failure(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file in the way")
    assert set(send(tmp_path / "outbox").values()) == {452}
