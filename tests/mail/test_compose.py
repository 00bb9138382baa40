"""Composing a message: what was planned is what a reader finds."""

import email
from datetime import UTC, datetime
from email.message import Message
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.compose import ComposeError, ascii_domain, clean_header, clean_subject, compose, mailbox
from gateway.mail.composing.folding import MAX_LINE
from gateway.mail.header.addresses import mailboxes

DATE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
BASE = {
    "From": "Vendor Support <support@vendor.example>",
    "To": "user@acorn.example",
    "Subject": "[T-001001] Export of logs",
    "Message-ID": "<t-001001.1.abc@vendor.example>",
}


def composed(text: str = "Hello", html: str | None = None, **headers: str) -> bytes:
    return compose({**BASE, **{name.replace("_", "-"): value for name, value in headers.items()}}, text, html, DATE)


def read(content: bytes) -> Message:
    return email.message_from_bytes(content)


def text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n")


def test_the_planned_fields_are_written_in_their_order_with_date_and_mime_version() -> None:
    assert read(composed()).keys() == [*BASE, "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


def test_a_mail_composed_twice_has_the_same_bytes() -> None:
    assert composed("Grüße", "<p>Grüße</p>") == composed("Grüße", "<p>Grüße</p>")


def test_every_line_ends_with_crlf_and_stays_below_the_limit() -> None:
    content = composed("long " * 1000 + "\rx\ny\r\nz", "<p>" + "x" * 5000)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= MAX_LINE


def test_plain_text_goes_as_7bit_and_other_text_as_quoted_printable() -> None:
    assert read(composed("plain\nlines"))["Content-Transfer-Encoding"] == "7bit"
    message = read(composed("Zürich"))
    assert message["Content-Transfer-Encoding"] == "quoted-printable"
    assert text_of(message) == "Zürich\n"


def test_a_line_that_begins_with_from_survives_an_mbox() -> None:
    content = composed("One\nFrom here on\nFrom there", None)
    assert b"\r\nFrom here" not in content
    assert text_of(read(content)) == "One\nFrom here on\nFrom there\n"


def test_text_and_html_make_an_alternative_with_the_text_first() -> None:
    message = read(composed("Hello", "<p>Hellö</p>"))
    assert message.get_content_type() == "multipart/alternative"
    parts = message.get_payload()
    assert isinstance(parts, list)
    assert [part.get_content_type() for part in parts if isinstance(part, Message)] == ["text/plain", "text/html"]
    assert isinstance(parts[1], Message)
    assert text_of(parts[1]) == "<p>Hellö</p>\n"


def test_the_boundary_comes_from_the_message_id_and_never_stands_in_a_part() -> None:
    boundary = read(composed("a", "b")).get_boundary()
    assert boundary is not None
    hostile = read(composed(f"--{boundary}--\nafter", "b"))
    assert hostile.get_boundary() != boundary
    assert len(hostile.get_payload()) == 2


def test_controls_leave_the_body_but_tabs_and_line_breaks_stay() -> None:
    assert text_of(read(composed("a\x00b\x1b[31m\tc\u2028d\x0ce"))) == "ab[31m\tc\nde\n"


def test_a_display_name_is_encoded_and_its_address_never() -> None:
    content = composed(From=mailbox("Müller, Jan", "support@vendor.example"))
    line = next(line for line in content.split(b"\r\n") if line.startswith(b"From:"))
    assert line.endswith(b"<support@vendor.example>")
    assert b"=?utf-8?" in line
    parsed = email.message_from_bytes(content, policy=default)["From"].addresses[0]
    assert (parsed.display_name, parsed.addr_spec) == ("Müller, Jan", "support@vendor.example")


def test_a_display_name_that_looks_like_an_address_stays_a_name() -> None:
    content = composed(To=mailbox("boss@vendor.example", "user@acorn.example"))
    parsed = email.message_from_bytes(content, policy=default)["To"].addresses
    assert [one.addr_spec for one in parsed] == ["user@acorn.example"]


def test_a_foreign_domain_is_written_in_a_labels_and_a_foreign_local_part_in_utf8() -> None:
    assert ascii_domain("post@grüße.example") == "post@xn--gre-6ka8l.example"
    assert "To: zoé@xn--mnchen-3ya.example\r\n".encode() in composed(To="zoé@münchen.example")


def test_readable_words_of_a_subject_stay_readable() -> None:
    content = composed(Subject="[T-001001] Übersicht for you")
    assert b"Subject: [T-001001] =?utf-8?q?=C3=9Cbersicht?= for you\r\n" in content


def test_a_subject_that_looks_encoded_is_shown_as_it_was_written() -> None:
    written = "=?utf-8?q?=0D=0ABcc:_thief@evil.example?="
    message = email.message_from_bytes(composed(Subject=written), policy=default)
    assert message["Subject"] == written
    assert "Bcc" not in message


def test_long_fields_are_folded_between_words_only() -> None:
    content = composed(References=" ".join(f"<{number}.{'x' * 40}@acorn.example>" for number in range(9)))
    head = content.split(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 for line in head.split(b"\r\n"))
    assert read(content)["References"].split() == [f"<{n}.{'x' * 40}@acorn.example>" for n in range(9)]


def test_message_ids_that_no_header_can_carry_are_left_out() -> None:
    content = composed(In_Reply_To=f"<{'x' * 2000}@a.example>", References="<ä@x.example> <ok@x.example>")
    assert "In-Reply-To" not in read(content)
    assert read(content)["References"] == "<ok@x.example>"


def test_an_empty_value_writes_no_field() -> None:
    assert "Cc" not in read(composed(Cc="", Subject="\x00"))
    assert "Subject" not in read(composed(Subject="\x00"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Bcc": "x@y.example"},
        {"date": "now"},
        {"Content-Type": "text/html"},
        {"X Y": "1"},
        {"X:Y": "1"},
        {"X\r\nBcc": "1"},
        {"": "1"},
        {"subject": "twice"},
        {"To": "no address"},
        {"From": ""},
        {"Message-ID": "nothing"},
        {"To": "a@" + "ü" * 70 + ".example"},
    ],
)
def test_an_impossible_plan_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(ComposeError):
        compose({**BASE, **headers}, "text", None, DATE)


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ComposeError):
        compose(BASE, "text", None, DATE.replace(tzinfo=None))


@pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nRCPT TO:<x@y>", "a@b,c@d", "a b@c", "<a@b> <c@d>", "a@b>"])
def test_no_header_value_is_made_for_what_is_no_address(address: str) -> None:
    with pytest.raises(ComposeError):
        mailbox("Name", address)


@given(st.text(max_size=300))
def test_any_text_as_a_subject_gives_exactly_the_planned_fields(value: str) -> None:
    expected = [name for name in BASE if name != "Subject" or clean_header(value)]
    content = composed(Subject=value)
    found = email.message_from_bytes(content, policy=default)
    assert found.keys() == [*expected, "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
    assert content.split(b"\r\n\r\n")[0].isascii()


HOSTILE = st.text(
    alphabet=st.sampled_from('ab ,;:<>@"\\()[]=?_\r\n\t\x00\x0b\x85\u2028\ufeff\ud800é漢🙂.'), max_size=60
)


@given(HOSTILE, HOSTILE)
def test_any_display_name_keeps_its_one_address(first: str, second: str) -> None:
    value = f"{mailbox(first, 'one@acorn.example')}, {mailbox(second, 'two@acorn.example')}"
    content = composed(To=value)
    message = read(content)
    assert len(message.keys()) == 8
    assert [one.address for one in mailboxes([str(message["To"])])] == ["one@acorn.example", "two@acorn.example"]


@given(st.dictionaries(st.sampled_from(["Reply-To", "Cc", "X-Gateway-Template", "In-Reply-To", "X-Loop"]), HOSTILE))
def test_any_value_of_any_field_is_written_as_planned_or_refused(values: dict[str, str]) -> None:
    try:
        content = compose({**BASE, **values}, "text", None, DATE)
    except ComposeError:
        return
    allowed = [*BASE, *values, "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
    found = read(content).keys()
    assert set(found) <= set(allowed)
    assert len(found) == len(set(found))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_body_is_read_back_without_its_controls(text: str, html: str) -> None:
    message = read(composed(text, html))
    parts = message.get_payload()
    assert isinstance(parts, list)
    assert len(parts) == 2
    kept = [part for part in parts if isinstance(part, Message)]
    assert not any(c in text_of(kept[0]) for c in "\x00\x1b\r")
    if text.isalnum():
        assert text_of(kept[0]).rstrip("\n") == text


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: Export of logs", "Export of logs"),
        ("RE: Re: AW: SV: Antw: TR: Export", "Export"),
        ("RE[2]: Export", "Export"),
        ("Re (3): Export", "Export"),
        ("Re^2: Export", "Export"),
        ("回复：转发: 日志", "日志"),
        ("Trả lời: Nhật ký", "Nhật ký"),
        ("[T-001001] Re: [t-001002] Export [T-001001] of logs", "Export of logs"),
        ("Re:Re:Re:", ""),
        ("Regarding: our order", "Regarding: our order"),
        ("Reset: the button", "Reset: the button"),
        ("R: drive is full", "R: drive is full"),
        ("[EXTERNAL] Re: Export", "Export"),
        ("T-001001 has no answer", "T-001001 has no answer"),
        ("hi\r\nBcc: x@y", "hi Bcc: x@y"),
        ("", ""),
    ],
)
def test_a_subject_loses_reply_marks_and_our_tags_only(subject: str, base: str) -> None:
    assert clean_subject(subject) == base


def test_cleaning_a_subject_of_many_marks_ends() -> None:
    assert clean_subject("Re: " * 50_000) == ""


@given(st.text(max_size=200))
def test_cleaning_a_header_twice_changes_nothing_more(value: str) -> None:
    once = clean_header(value)
    assert clean_header(once) == once
    assert once.isprintable() or not any(c in once for c in "\r\n\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def test_a_display_name_that_ends_with_a_backslash_does_not_swallow_the_next_address() -> None:
    value = f"{mailbox('share' + chr(92), 'one@acorn.example')}, {mailbox('a;b', 'two@acorn.example')}"
    parsed = email.message_from_bytes(composed(To=value), policy=default)["To"].addresses
    assert [(one.display_name, one.addr_spec) for one in parsed] == [
        ("share\\", "one@acorn.example"),
        ("a;b", "two@acorn.example"),
    ]
