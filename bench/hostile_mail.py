"""Mail made to hurt a reader: CPU time at one size and at twice the size, and the peak of memory.

    python bench/hostile_mail.py [NAME ...]

Every line should stay under 1 s and 300 MB, and the second time under 2.5 times the first. What looks beyond is
measured again: on a machine that others use too, only the least of many runs tells about the reader.
"""

import gc
import resource
import sys
import time
from collections.abc import Callable

from gateway.mail.classify import classify
from gateway.mail.parse import parse

HEAD = b"From: a@b.example\r\nSubject: x\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def _text(body: bytes) -> bytes:
    return HEAD + b"\r\n" + body


def _html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html\r\n\r\n" + body


def _field(name: bytes, value: bytes) -> bytes:
    return name + b": " + value + b"\r\n\r\nhi"


def _encoded(encoding: bytes, body: bytes) -> bytes:
    return HEAD + b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body


def _levels(count: int) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(count))
    return HEAD + opening + b"\r\nhi\r\n" + b"".join(b"--b%d--\r\n" % n for n in reversed(range(count)))


def _headers(count: int) -> bytes:
    return b"".join(b"X-A%d: %s\r\n" % (n, b"y" * 60) for n in range(count)) + HEAD + b"\r\nhi"


def _file_name_pieces(count: int) -> bytes:
    pieces = b"; ".join(b"filename*%d*=%%41" % n for n in range(count))
    return HEAD + b"Content-Disposition: attachment; " + pieces + b"\r\n\r\nhi"


MAILS: dict[str, Callable[[int], bytes]] = {
    "10,000 parts": lambda k: MIXED + b"--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n" * 10_000 * k + b"--b--\r\n",
    "1,500 levels": lambda k: _levels(1_500 * k),
    "1,500 levels, one boundary": lambda k: (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 1_500 * k + b"\r\nhi"
    ),
    "1,500 message/rfc822": lambda k: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 1_500 * k + b"\r\nhi",
    "400 KB headers": lambda k: _headers(6_000 * k),
    "400 KB subject": lambda k: _field(b"Subject", b"x" * 400_000 * k),
    "100,000 folds": lambda k: b"Subject: x\r\n" + b" y\r\n" * 100_000 * k + b"\r\nhi",
    "; in Content-Type": lambda k: _field(b"Content-Type", b"text/plain" + b";" * 100_000 * k),
    "; in To": lambda k: _field(b"To", b";" * 100_000 * k),
    ", in To": lambda k: _field(b"To", b"," * 100_000 * k),
    "addresses in To": lambda k: _field(b"To", b"a@b," * 25_000 * k),
    "( in To": lambda k: _field(b"To", b"(" * 5_000 * k),
    "nested comments in From": lambda k: _field(b"From", b"(" * 2_500 * k + b")" * 2_500 * k + b" a@b"),
    "quotes in To": lambda k: _field(b"To", b'"\\' * 4_000 * k),
    "( in the text": lambda k: _text(b"(" * 5_000 * k),
    "references": lambda k: _field(b"References", b"<a@b>" * 25_000 * k),
    "encoded words": lambda k: _field(b"Subject", b"=?utf-8?q?a?= " * 7_000 * k),
    "unclosed encoded words": lambda k: _field(b"Subject", b"=?utf-8?q?a" * 8_000 * k),
    "=? in the subject": lambda k: _field(b"Subject", b"=?" * 50_000 * k),
    "file name in pieces": lambda k: _file_name_pieces(500 * k),
    "20,000 newlines": lambda k: _text(b"\n" * 20_000 * k),
    "20,000 <br>": lambda k: _html(b"<br>\n" * 20_000 * k),
    "On ": lambda k: _text(b"On " * 8_000 * k),
    "On in lines": lambda k: _text(b"On \n" * 8_000 * k),
    "1 MB of >": lambda k: _text(b">" * 1_000_000 * k),
    "> in lines": lambda k: _text(b">\n" * 250_000 * k),
    "1 MB without newline": lambda k: _text(b"x" * 1_000_000 * k),
    "1 MB of words": lambda k: _text(b"some words " * 90_000 * k),
    "1 MB of lines": lambda k: _text(b"a line of text\n" * 66_000 * k),
    "1 MB of HTML text": lambda k: _html(b"x" * 1_000_000 * k),
    "400 KB of blanks": lambda k: _text(b" " * 400_000 * k),
    "400 KB of blanks and a letter": lambda k: _text(b" " * 400_000 * k + b"a"),
    "blanks in HTML": lambda k: _html(b" " * 400_000 * k + b"a"),
    "&nbsp;": lambda k: _html(b"&nbsp;" * 60_000 * k + b"a"),
    "nested div": lambda k: _html(b"<div>a" * 60_000 * k),
    "nested blockquote": lambda k: _html(b"<blockquote>a" * 25_000 * k),
    "nested table": lambda k: _html(b"<table><tr><td>a" * 20_000 * k),
    "nested list": lambda k: _html(b"<ul><li>a" * 25_000 * k),
    "hidden spans": lambda k: _html(b"<span style='display:none'>a" * 12_000 * k),
    "unclosed links": lambda k: _html(b"<a href='http://x.example/'>a" * 12_000 * k),
    "unclosed comments": lambda k: _html(b"<!--" * 100_000 * k),
    "comments": lambda k: _html(b"<!---->" * 60_000 * k),
    "<": lambda k: _html(b"<" * 400_000 * k),
    "<a": lambda k: _html(b"<a " * 130_000 * k),
    "unclosed attributes": lambda k: _html(b'<a b="' * 60_000 * k),
    "mixed quotes": lambda k: _html(b"<a b=\"'>" * 50_000 * k),
    "&": lambda k: _html(b"&#x" * 100_000 * k),
    "scripts": lambda k: _html(b"<script>" * 50_000 * k),
    "end tags": lambda k: _html(b"</div>" * 60_000 * k),
    "paragraphs": lambda k: _html(b"<p>" * 100_000 * k + b"x"),
    "- as boundary": lambda k: HEAD + b"Content-Type: multipart/mixed; boundary=-\r\n\r\n" + b"---x\n" * 200_000 * k,
    "no boundary": lambda k: HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + b"\n--a" * 300_000 * k,
    "= in quoted-printable": lambda k: _encoded(b"quoted-printable", b"= " * 500_000 * k),
    "pieces of base64": lambda k: _encoded(b"base64", b"QQ==\r\n" * 200_000 * k),
    "uuencode begins": lambda k: _text(b"begin 644 x\n#0V%T\n" * 60_000 * k),
    "yEnc begins": lambda k: _text(b"begin \n" + b"=ybegin line=1 name=x\n" * 50_000 * k),
    "8-bit without charset": lambda k: _text(b"\xe4\xf6\xfc\xff\x80" * 200_000 * k),
    "NUL": lambda k: _text(b"\0" * 1_000_000 * k),
    "attendees": lambda k: HEAD + b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\n" + b"ATTENDEE:x\n" * 100_000 * k,
    "carriage returns": lambda k: b"\r" * 500_000 * k,
    "flowed": lambda k: HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> a \n>> b \n" * 50_000 * k,
    "labels": lambda k: _text(b"From: x\nTo:\n" * 20_000 * k),
    "forwards": lambda k: _text(b"Begin forwarded message:\nFrom: x\n" * 15_000 * k),
    "lines with colons": lambda k: _text(b"Ann wrote:\nat 10:00:\n" * 20_000 * k),
    "framed lines": lambda k: _text(b"---- a 10:00\n b@c.example wrote ---\n" * 15_000 * k),
    "arrows": lambda k: _text(b">>> a 10:00\n\n" * 25_000 * k),
    "authors": lambda k: _text(b"Ann <a@b.example>\n2026-03-02 10:00:\n" * 15_000 * k),
    "header blocks": lambda k: _text(b"Set:\nFrom: a@b.example\nTo: c@d.example\nSubject: x\n\n" * 10_000 * k),
    "drawn rules": lambda k: _text(b"________\n" * 50_000 * k),
    "different hidden spans": lambda k: _html(
        b"".join(b"<i style='display:none;x:%d'>a" % n for n in range(12_000 * k))
    ),
    "different links": lambda k: _html(b"".join(b"<a href='http://x.example/%d'>a" % n for n in range(15_000 * k))),
    "PGP begins": lambda k: _text(b"-----BEGIN PGP SIGNED MESSAGE-----\n" * 20_000 * k),
}


TIMES = 4  # runs before a mail counts as beyond its bounds, three measurements each


def _seconds(content: bytes) -> float:
    gc.collect()
    start = time.process_time()
    classify(parse(content), None)
    return time.process_time() - start


def _measured(build: Callable[[int], bytes]) -> tuple[float, float, bool]:
    """Seconds for the mail and for twice as much of it, and whether that is beyond the bounds."""
    mails = build(1), build(2)
    once = twice = float("inf")
    beyond = True
    for _ in range(TIMES):
        if beyond:
            for _ in range(3):
                once, twice = min(once, _seconds(mails[0])), min(twice, _seconds(mails[1]))
            beyond = once > 1 or (once > 0.05 and twice > 2.5 * once)
    return once, twice, beyond


def main(names: list[str]) -> int:
    """Measure the named mails, or all; 1 when one of them is beyond its bounds."""
    failed = 0
    for name in names or list(MAILS):
        once, twice, beyond = _measured(MAILS[name])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        beyond = beyond or peak > 300
        failed += beyond
        print(f"{name:32} {once:7.3f} s {twice:7.3f} s {peak:5} MB{'  BEYOND' if beyond else ''}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
