"""Every limit on what is read of one message is kept, and named when it is hit."""

from gateway.mail.limits import Limits
from gateway.mail.parse import parse

FROM = b"From: ada@acorn.example\r\nSubject: x\r\n"
MIXED = FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def test_a_header_block_is_read_up_to_its_limit() -> None:
    message = parse(FROM + b"X-Fill: " + b"y" * 500 + b"\r\nX-Late: z\r\n\r\nhi", Limits(header_bytes=200))
    assert "header longer than 200 bytes, the rest was not read" in message.defects
    assert message.subject == "x"
    assert "X-Late" not in message.headers
    assert message.body.text == "hi"


def test_a_structured_field_is_read_up_to_its_limit_and_cut_at_a_separator() -> None:
    content = FROM + b"To: " + b"someone@acorn.example, " * 20 + b"\r\n\r\nhi"
    message = parse(content, Limits(structured_header_bytes=100))
    assert "To longer than 100 bytes, the rest was not read" in message.defects
    assert {one.address for one in message.to} == {"someone@acorn.example"}
    assert len(message.to) == 4


def test_a_long_subject_is_no_structured_field() -> None:
    message = parse(b"From: a@b.example\r\nSubject: " + b"y" * 10_000 + b"\r\n\r\nhi")
    assert len(message.subject) == 10_000
    assert message.defects == ()


def test_header_lines_are_read_up_to_their_limit() -> None:
    message = parse(FROM + b"X-A: 1\r\n" * 20 + b"\r\nhi", Limits(header_lines=10))
    assert "header of more than 10 lines, the rest was not read" in message.defects
    assert len(message.headers.all("X-A")) == 8
    assert message.body.text == "hi"


def test_multiparts_are_opened_up_to_their_depth() -> None:
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5))
    message = parse(FROM + levels + b"\r\nhi\r\n", Limits(depth=3))
    assert "multiparts nested deeper than 3, the inner ones were not opened" in message.defects
    assert len(message.parts) == 1


def test_parts_are_read_up_to_their_number() -> None:
    message = parse(MIXED + b"--b\r\n\r\nhi\r\n" * 30 + b"--b--\r\n", Limits(parts=10))
    assert "more than 10 parts, the rest were not read" in message.defects
    assert len(message.parts) == 10


def test_of_many_references_the_first_and_the_latest_stay() -> None:
    content = FROM + b"References: " + b" ".join(b"<%d@a.example>" % n for n in range(30)) + b"\r\n\r\nhi"
    message = parse(content, Limits(references=5))
    assert message.references == tuple(f"<{n}@a.example>" for n in (0, 26, 27, 28, 29))
    assert "more than 5 message-ids in References, the middle was left out" in message.defects


def test_addresses_are_read_up_to_their_number() -> None:
    content = FROM + b"Cc: " + b",".join(b"u%d@a.example" % n for n in range(30)) + b"\r\n\r\nhi"
    message = parse(content, Limits(addresses=5))
    assert len(message.cc) == 5
    assert "more than 5 addresses in Cc, the rest were not read" in message.defects


def test_text_is_read_up_to_its_limit_and_kept_whole_as_a_file() -> None:
    message = parse(FROM + b"\r\n" + b"word " * 100, Limits(text_chars=50))
    assert "text longer than 50 characters, the rest is in the attached file" in message.defects
    assert len(message.body.text) <= 50
    assert [(one.name, one.size) for one in message.attachments] == [("message.txt", 500)]


def test_html_is_rendered_up_to_its_limit() -> None:
    message = parse(FROM + b"Content-Type: text/html\r\n\r\n" + b"<p>word</p>" * 100, Limits(html_chars=110))
    assert "HTML longer than 110 characters, the rest is in the attached file" in message.defects
    assert message.body.text.count("word") == 10


def test_files_in_text_are_taken_out_up_to_their_number() -> None:
    message = parse(FROM + b"\r\n" + b"begin 644 a\n#8V%T\n`\nend\n" * 5, Limits(files_in_text=3))
    assert len(message.attachments) == 3
    assert "more than 3 files in the text, the rest stay in it" in message.defects
