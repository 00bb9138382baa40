"""`gateway receive`, `read` and `explain`."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commandline import CommandLine

AT = "2026-03-02T09:00:00+01:00"
MAIL = """Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example
From: Uma User <user@acorn.example>
To: support@vendor.example
Subject: Orders \u2028is slow
Message-ID: <1@acorn.example>

The list of orders takes a minute to open.
"""


@pytest.fixture
def mail(tmp_path: Path) -> str:
    file = tmp_path / "mail.eml"
    file.write_bytes(MAIL.replace("\n", "\r\n").encode())
    return str(file)


def test_a_mail_becomes_a_ticket(gateway: CommandLine, mail: str) -> None:
    done = gateway("receive", "--json", "--at", AT, mail)
    assert done.code == 0, done.err
    assert (done.json["decision"], done.json["ticket"]) == ("new", "T-001001")
    shown = gateway("ticket", "show", "T-001001", "--json").json
    assert (shown["requester"], shown["created"]) == ("user@acorn.example", "2026-03-02T08:00:00Z")


def test_the_readable_answer_says_what_became_of_a_mail_and_what_goes_out(gateway: CommandLine, mail: str) -> None:
    done = gateway("receive", "--at", AT, mail)
    assert "new T-001001" in done.out
    assert "ack_new_ticket to user@acorn.example" in done.out


def test_the_null_sender_and_recipients_are_kept_as_given(gateway: CommandLine, mail: str) -> None:
    gateway(
        "receive", "--at", AT, "--mail-from", "", "--rcpt", "<support@vendor.example>", "--rcpt", "b@x.example", mail
    )
    shown = gateway("mail", "show", "1", "--json").json
    assert shown["envelope_from"] == ""
    assert shown["envelope_to"] == ["support@vendor.example", "b@x.example"]


def test_a_misspelt_recipient_of_a_dry_run_is_an_error_that_says_what_was_meant(
    gateway: CommandLine, mail: str
) -> None:
    done = gateway("explain", "--at", AT, "--rcpt", "suport@vendor.example", mail)
    assert done.code == 2
    assert "suport@vendor.example is none of our addresses." in " ".join(done.err.split())
    assert 'Did you mean "support@vendor.example"' in " ".join(done.err.split())
    assert gateway("explain", "--at", AT, "--rcpt", "x@elsewhere.example", mail).code == 0


def test_mail_of_a_pipe_is_taken_whoever_it_is_for_and_the_log_names_a_recipient_that_is_not_ours(
    gateway: CommandLine, mail: str
) -> None:
    done = gateway("receive", "--json", "--at", AT, "--rcpt", "suport@vendor.example", mail)
    assert (done.code, done.json["decision"]) == (0, "new")
    assert "suport@vendor.example is none of our addresses." in done.err
    assert gateway("receive", "--at", AT, "--rcpt", "support@vendor.example", mail).err == ""


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n"])
def test_an_empty_message_has_no_form_and_is_refused(gateway: CommandLine, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "empty.eml"
    file.write_bytes(content)
    done = gateway("receive", "--at", AT, str(file))
    assert (done.code, done.err) == (65, f"gateway: {file} is empty: a message has at least a header.\n")
    assert gateway("mail", "list", "--json").json == []


def test_nothing_on_standard_input_is_refused(gateway: CommandLine) -> None:
    command = [sys.executable, "-m", "gateway", "--config", str(gateway.folder / "config.toml"), "receive"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        65,
        "gateway: standard input is empty: a message has at least a header.\n",
    )


def test_without_an_envelope_none_is_invented(gateway: CommandLine, mail: str) -> None:
    gateway("receive", "--at", AT, mail)
    shown = gateway("mail", "show", "1", "--json").json
    assert (shown["envelope_from"], shown["envelope_to"], shown["peer"]) == (None, [], None)


def test_where_it_came_from_can_be_said(gateway: CommandLine, mail: str) -> None:
    gateway("receive", "--at", AT, "--peer", "192.0.2.7", "--helo", "mx.acorn.example", mail)
    shown = gateway("mail", "show", "1", "--json").json
    assert (shown["peer"], shown["helo"]) == ("192.0.2.7", "mx.acorn.example")


def test_a_peer_that_is_no_address_is_a_misuse(gateway: CommandLine, mail: str) -> None:
    assert gateway("receive", "--peer", "localhost", mail).code == 2


def test_a_mail_over_the_limit_is_refused_with_65(gateway: CommandLine, tmp_path: Path) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text() + "\n[limits]\nmessage_bytes = 2000\n")
    (tmp_path / "large.eml").write_bytes(MAIL.encode() + b"x" * 2000)
    done = gateway("receive", str(tmp_path / "large.eml"))
    assert done.code == 65
    assert "message_bytes" in done.err
    assert gateway("mail", "list", "--json").json == []


@pytest.mark.parametrize("name", ["config.toml", "gateway.key"])
def test_a_fault_of_ours_lets_the_mail_server_try_again(gateway: CommandLine, mail: str, name: str) -> None:
    (gateway.folder / name).unlink()
    done = gateway("receive", mail)
    assert done.code == 75
    assert name in done.err


def test_a_broken_database_lets_the_mail_server_try_again(gateway: CommandLine, mail: str) -> None:
    for file in gateway.folder.glob("gateway.db*"):
        file.unlink()
    (gateway.folder / "gateway.db").write_bytes(b"this is no database" * 100)
    assert gateway("receive", mail).code == 75


def test_a_pipe_that_nobody_reads_from_changes_nothing(gateway: CommandLine) -> None:
    words = [sys.executable, "-m", "gateway", "--config", f"{gateway.folder}/config.toml"]
    command = shlex.join([*words, "receive", "--json", "--at", AT, "-"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | true"], input=MAIL.encode(), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert gateway("ticket", "show", "T-001001").code == 0


def test_explain_tells_everything_and_keeps_nothing(gateway: CommandLine, mail: str) -> None:
    done = gateway("explain", "--json", "--at", AT, mail)
    assert done.code == 0, done.err
    assert done.json["decision"] == "new"
    assert gateway("mail", "list", "--json").json == []
    assert gateway("queue", "list", "--json").json == []


def test_read_prints_one_document_per_line_without_a_configuration(
    empty: CommandLine, mail: str, tmp_path: Path
) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 4)
    done = empty("read", mail, str(tmp_path / "noise.bin"))
    assert done.code == 0
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert first["message_id"] == "<1@acorn.example>"
    assert second["defects"]


def test_read_goes_on_after_a_file_that_cannot_be_opened(empty: CommandLine, mail: str) -> None:
    done = empty("read", "/nowhere/x.eml", mail)
    assert done.code == 2
    assert "/nowhere/x.eml cannot be read" in done.err
    assert len(done.out.splitlines()) == 1
