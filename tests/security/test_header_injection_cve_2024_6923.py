"""CVE-2024-6923: a header value that becomes a header of its own when the message is written."""

import email
from datetime import UTC, datetime

import pytest

from gateway.mail.compose import ComposeError, clean_header, compose, mailbox

DATE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LINE_BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r\n ", "\n\t"]
PLANNED = {"From", "To", "Subject", "Message-ID"}
ADDED = {"Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


def written_names(**changed: str) -> list[str]:
    headers = {
        "From": "support@vendor.example",
        "To": "user@acorn.example",
        "Subject": "x",
        "Message-ID": "<1@vendor.example>",
        **changed,
    }
    content = compose(headers, "text", None, DATE)
    return [line.split(b":")[0].decode() for line in content.split(b"\r\n\r\n")[0].split(b"\r\n") if line[:1] != b" "]


@pytest.mark.parametrize("line_break", LINE_BREAKS)
def test_a_line_break_in_a_subject_makes_no_bcc(line_break: str) -> None:
    assert set(written_names(Subject=f"hi{line_break}Bcc: thief@evil.example")) == PLANNED | ADDED


@pytest.mark.parametrize("line_break", LINE_BREAKS)
def test_a_line_break_in_a_display_name_makes_no_bcc(line_break: str) -> None:
    name = f"User{line_break}Bcc: thief@evil.example{line_break}"
    assert set(written_names(To=mailbox(name, "user@acorn.example"))) == PLANNED | ADDED


@pytest.mark.parametrize("encoded", ["=?utf-8?q?hi=0D=0ABcc:_thief@evil.example?=", "=?utf-8?b?aGkKQmNjOiB4QHk=?="])
def test_an_encoded_word_with_a_line_break_makes_no_bcc(encoded: str) -> None:
    assert set(written_names(Subject=encoded)) == PLANNED | ADDED
    assert set(written_names(To=f"{encoded} <user@acorn.example>")) == PLANNED | ADDED


def test_a_long_name_that_is_folded_makes_no_header_of_its_words() -> None:
    name = "Bcc: thief@evil.example " * 20
    assert set(written_names(To=mailbox(name, "user@acorn.example"), Subject=name)) == PLANNED | ADDED


def test_a_header_injected_into_an_address_is_refused() -> None:
    with pytest.raises(ComposeError):
        mailbox("User", "user@acorn.example>\r\nBcc: <thief@evil.example")


def test_a_second_recipient_cannot_be_smuggled_through_a_display_name() -> None:
    value = mailbox('x" <thief@evil.example>, "y', "user@acorn.example")
    headers = {"From": "support@vendor.example", "To": value, "Message-ID": "<1@vendor.example>"}
    message = email.message_from_bytes(compose(headers, "text", None, DATE))
    assert email.utils.getaddresses([str(message["To"])])[0][1] == "user@acorn.example"
    assert len(email.utils.getaddresses([str(message["To"])])) == 1


def test_a_cleaned_header_holds_no_line_separator() -> None:
    assert clean_header("a" + "".join(LINE_BREAKS) + "b") == "a b"
