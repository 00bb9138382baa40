"""Text made to keep a pattern busy for ever (ReDoS, CWE-1333): every reader of outside text gets through it.

A pattern that backtracks over such text would need hours; one that looks at everything again for every character
would need seconds. The limit for everything together is only there to end the test.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

from gateway.adapters.authentication.dkim_signature import SignatureFault, read_dkim_signature
from gateway.adapters.authentication.resolver import Kind
from gateway.adapters.authentication.spf import check_spf
from gateway.domain.commands import read_mail_commands
from gateway.domain.fields import read_fields
from gateway.domain.free_text import free_text
from gateway.domain.tickets.ticket import all_numbers_in, numbers_in
from gateway.domain.token import Signer
from gateway.intake.paths import is_sender, read_path
from gateway.mail.classify import classify
from gateway.mail.compose import ComposeError, clean_header, mailbox
from gateway.mail.header.addresses import judge_from, mailboxes
from gateway.mail.header.fields import decode_words
from gateway.mail.header.parameters import read_parameters
from gateway.mail.header.reply_prefix import strip_reply_prefixes
from gateway.mail.header.tag_list import read_base64, read_tags
from gateway.mail.header.thread import message_ids
from gateway.mail.html.rendering import html_to_text
from gateway.mail.html.sanitizing import sanitize
from gateway.mail.identity.authentication_results import read_authentication_results
from gateway.mail.identity.canonical import relaxed_body, relaxed_field, split_message
from gateway.mail.identity.impersonation import impersonations
from gateway.mail.message import Mailbox
from gateway.mail.parse import parse
from gateway.rules.decisions.book import RuleBook

SIZE = 20_000  # characters
CPU_SECONDS = 120  # for everything together, which needs a few
ONE_SECONDS = 3  # of the processor for one text and reader, which needs a tenth at most

PIECES = """a ( ) () " \\" < <> > @ a@ a@b . a. - , ; : = a=b; =? =?utf-8?q? =?utf-8?q?a?= %{ %{d} % / 0 1. T- T-00 #
Re _ * | <a </ <!-- & &# Reason [ ] {{ xn--""".split()
PIECES += [" ", "\t", "\n", "\r", "\r\n", "a = ", "#a ", "Re: ", "On ", "On \n", "> ", ">\n", "-- \n", "=?utf-8?q?a?= "]
PIECES += ["From: ", "Reason: ", "\u00a0", "\u200b", "\u202e", "\u0430"]
ENDS = ["", "!", "\0"]


class Records:
    """Every name has this text as its record."""

    def __init__(self, text: str) -> None:
        self.text = text

    def look_up(self, name: str, kind: Kind) -> tuple[str, ...]:
        """The text where text is asked for."""
        return (self.text,) if kind == "TXT" else ()


def _spf(text: str) -> None:
    for record in (f"v=spf1 {text}", f"v=spf1 include:{text}", f"v=spf1 exp={text}"):
        check_spf(ip_address("192.0.2.1"), "a@b.example", "c.example", Records(record))


def _quietly(read: Callable[[str], object], *refusals: type[Exception]) -> Callable[[str], None]:
    def try_it(text: str) -> None:
        try:
            read(text)
        except refusals:
            return

    return try_it


def _mails(text: str) -> None:
    head = "From: a@b.example\r\nSubject: "
    for mail in (f"{head}x\r\n\r\n{text}", f"{head}{text}\r\n\r\nx", f"X: {text}\r\n{head}x\r\nTo: {text}\r\n\r\nx"):
        message = parse(mail.encode())
        classify(message)


SIGNER = Signer({"a": b"key"}, "vendor.example")
SIGNED = "v=1; a=rsa-sha256; d=b.example; s=s; h={0}; b={0}"
LABELS = RuleBook.load().data.labels
READERS: list[Callable[[str], object]] = [
    _mails,
    _spf,
    lambda text: (judge_from([text]), mailboxes([text])),
    lambda text: (judge_from([f'"{text}" <a@b.example>']), impersonations(mailboxes([f'"{text}" <a@b.example>']))),
    read_authentication_results,
    read_tags,
    read_base64,
    _quietly(read_dkim_signature, SignatureFault),
    lambda text: _quietly(read_dkim_signature, SignatureFault)(SIGNED.format(text)),
    lambda text: (relaxed_body(text.encode()), relaxed_field(f"X: {text}".encode())),
    lambda text: [field.value for field in split_message(text.encode()).fields],
    decode_words,
    read_parameters,
    message_ids,
    strip_reply_prefixes,
    lambda text: (html_to_text(text), sanitize(text)),
    lambda text: (numbers_in(text), all_numbers_in(text)),
    read_mail_commands,
    lambda text: read_fields(text, LABELS),
    lambda text: (SIGNER.read_message_id(f"<{text}>"), SIGNER.read_sub_address("reply", text)),
    free_text,
    lambda text: (_quietly(read_path, ValueError)(text), is_sender(text)),
    clean_header,
    _quietly(lambda name: mailbox(name, "a@b.example"), ComposeError),
    lambda text: impersonations([Mailbox(text, "a@b.example"), Mailbox("", f"{text}@b.example")]),
]  # fmt: skip


def read_everything() -> int:
    """Give every text to every reader; how many texts there were."""
    texts = [piece * (SIZE // len(piece)) + end for piece in PIECES for end in ENDS]
    for number, text in enumerate(texts):
        for reader in READERS if number % len(ENDS) == 0 else READERS[1:]:
            begin = time.process_time()
            reader(text)
            assert time.process_time() - begin < ONE_SECONDS, (READERS.index(reader), text[:20])
    return len(texts)


def test_no_text_keeps_a_reader_busy() -> None:
    program = "from tests.security import test_redos; print(test_redos.read_everything())"
    limit = (CPU_SECONDS, CPU_SECONDS)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limit),
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert int(done.stdout) == len(PIECES) * len(ENDS)
