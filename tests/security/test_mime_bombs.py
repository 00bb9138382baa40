"""Small mails that unpack into large ones: parts, levels, encodings and compressions are followed up to a limit."""

import base64
import zlib
from collections.abc import Callable

import pytest

from gateway.desk.desk import Desk
from gateway.mail.classify import classify
from gateway.mail.document import document
from gateway.mail.limits import Limits
from gateway.mail.mime.rtf import decompressed
from gateway.mail.parse import parse
from tests.support.desk import case, deliver, open_case
from tests.support.people import INES, SUPPORT

FROM = f"From: {INES}\r\nTo: {SUPPORT}\r\nSubject: x\r\nMessage-ID: <bomb@acorn.example>\r\n".encode()
MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
TEXT = b"--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
LIMITS = Limits()


def levels(count: int) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(count))
    return opening + b"\r\nhello\r\n" + b"".join(b"--b%d--\r\n" % n for n in reversed(range(count)))


def base64_levels(count: int) -> bytes:
    inner = b"Subject: innermost\r\n\r\nhello\r\n"
    for _ in range(count):
        head = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        inner = head + base64.encodebytes(inner).replace(b"\n", b"\r\n")
    return inner


BOMBS: dict[str, Callable[[], bytes]] = {
    "50,000 parts": lambda: MIXED + TEXT * 50_000 + b"--b--\r\n",
    "50,000 empty parts": lambda: MIXED + b"--b\r\n" * 50_000 + b"--b--\r\n",
    "5,000 levels": lambda: levels(5_000),
    "one boundary for 5,000 levels": lambda: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 5_000,
    "5,000 messages within messages": lambda: b"Content-Type: message/rfc822\r\n\r\n" * 5_000 + b"\r\nhello",
    "12 encoded messages within messages": lambda: base64_levels(12),
    "10,000 files in the text": lambda: b"\r\n" + b"begin 644 a\n#8V%T\n`\nend\n" * 10_000,
    "an endless charset": lambda: MIXED + TEXT.replace(b"plain", b"plain; charset=" + b"x" * 50_000) + b"--b--\r\n",
    "20,000 parameters": lambda: b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\r\n\r\nhello",
    "10,000 pieces of a name": lambda: (
        b"Content-Disposition: attachment" + b"".join(b"; filename*%d=a" % n for n in range(10_000)) + b"\r\n\r\nhello"
    ),
    "500 KB of tags": lambda: b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000,
    "300,000 lines of header": lambda: b"X-A: b\r\n" * 300_000 + b"\r\nhello",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_what_is_read_of_a_bomb_is_bounded(bomb: Callable[[], bytes]) -> None:
    content = FROM + bomb()
    message = parse(content)
    shown = document("-", message, classify(message))
    assert len(message.parts) <= LIMITS.parts
    assert len(message.attachments) <= LIMITS.parts + LIMITS.files_in_text
    assert len(message.headers.fields) <= LIMITS.header_lines
    assert sum(file.size for file in message.attachments) <= 2 * len(content)
    assert len(message.body.text) <= LIMITS.text_chars
    assert len(str(shown)) <= 4 * len(content) + 1_000_000


@pytest.mark.parametrize("name", ["50,000 parts", "5,000 levels", "300,000 lines of header"])
def test_what_was_not_read_is_told(name: str) -> None:
    assert any("the rest" in defect or "not opened" in defect for defect in parse(FROM + BOMBS[name]()).defects)


@pytest.mark.parametrize("name", ["50,000 empty parts", "5,000 levels", "12 encoded messages within messages"])
def test_a_bomb_is_a_mail_like_any_other(desk: Desk, name: str) -> None:
    proof = b"Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\r\n"
    received = deliver(desk, proof + FROM + BOMBS[name]())
    assert received["decision"] == "new"
    assert len(case(desk, received["ticket"])["notes"]) == 1
    assert open_case(desk)  # the desk goes on


def test_a_compressed_text_that_claims_to_be_huge_is_unpacked_up_to_a_limit() -> None:
    run = b"\x00" + b"a" * 8 + (b"\xff" + b"\x0c\xff" * 8) * 60_000
    header = (len(run) + 12).to_bytes(4, "little") + (0xFFFFFFF0).to_bytes(4, "little") + b"LZFu" + bytes(4)
    assert len(decompressed(header + run)) <= 500_100


def test_files_that_are_archives_are_never_unpacked(desk: Desk) -> None:
    archive = b"PK\x03\x04" + zlib.compress(bytes(10_000_000))
    body = base64.encodebytes(archive).replace(b"\n", b"\r\n")
    head = b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    [file] = parse(FROM + head + body).attachments
    assert (file.size, file.content) == (len(archive), archive)
