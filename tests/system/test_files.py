"""A file of 12 MB from a customer to an engineer and back, over real Postfix and Dovecot: the bytes are equal."""

import os
import random
import shutil
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.dovecot_server import PASSWORD, Dovecot, why_not
from tests.support.gateway_process import GatewayProcess, free_port, open_folder, until
from tests.support.people import INES, NADIA, SUPPORT
from tests.support.postfix_server import Postfix
from tests.support.swaks import PROOF, send

REASON = why_not()
pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(REASON is not None, reason=str(REASON)),
    pytest.mark.skipif(shutil.which("postfix") is None, reason="Postfix is not installed"),
    pytest.mark.skipif(shutil.which("swaks") is None, reason="swaks is not installed"),
    pytest.mark.skipif(os.geteuid() != 0, reason="Postfix starts only as root"),
]

CUSTOMER, ENGINEER = INES, NADIA
SIZE = 12_000_000
DUMP = random.Random(1).randbytes(SIZE)
PATCH = random.Random(2).randbytes(SIZE)
TABLES = """
[[listener]]
protocol = "lmtp"
port = {lmtp}

[[imap]]
host = "127.0.0.1"
port = {imap}
tls = "none"
username = "support"
password = {{ file = "imap.pw" }}
"""


class Site:
    """Mail comes to the gateway from Postfix by LMTP and from a mailbox of Dovecot, and leaves through Postfix."""

    def __init__(self, folder: Path) -> None:
        self.lmtp = free_port()
        self.dovecot = Dovecot(folder / "dovecot")
        self.dovecot.folder.mkdir(mode=0o755)
        self.postfix = Postfix(folder / "postfix", f"inet:127.0.0.1:{self.lmtp}")
        with (self.postfix.folder / "etc" / "main.cf").open("a") as settings:
            settings.write("message_size_limit = 50000000\n")
        tables = TABLES.format(lmtp=self.lmtp, imap=self.dovecot.port)
        self.gateway = GatewayProcess(folder / "gateway", tables)
        self.gateway.folder.mkdir()
        (self.gateway.folder / "imap.pw").write_text(PASSWORD)
        self.gateway.smarthost = self.postfix.port

    def start(self) -> None:
        """Everything, until the gateway has come into its mailbox."""
        self.dovecot.deliver("support", letter(CUSTOMER, "<old@acorn.example>", "Old", "From before.").as_bytes())
        self.dovecot.start()
        self.postfix.start()
        self.gateway.prepare()
        self.gateway.start(self.lmtp)
        until(lambda: "mailbox is new" in self.gateway.log(), "the mailbox is not read")

    def end(self) -> None:
        """Everything."""
        self.gateway.kill()
        self.postfix.stop()
        self.dovecot.stop()

    def arrived(self, address: str, words: str) -> EmailMessage:
        """The one mail to an address with these words in its text."""

        def look() -> list[EmailMessage]:
            mails = [one for one in self.postfix.maildir() if one["Delivered-To"] == address]
            return [one for one in mails if (body := one.get_body(("plain",))) and words in body.get_content()]

        [mail] = until(look, f"nothing to {address} with {words}")
        return mail


@pytest.fixture
def site() -> Iterator[Site]:
    with open_folder("gateway-files-") as folder:
        one = Site(folder)
        try:
            one.start()
            yield one
        finally:
            one.end()


def letter(sender: str, message_id: str, subject: str, text: str, to: str = SUPPORT) -> EmailMessage:
    """A mail as it leaves a host that has checked its sender."""
    mail = EmailMessage()
    domain = sender.rpartition("@")[2]
    mail["Authentication-Results"] = PROOF.partition(":")[2].strip().replace("acorn.example", domain)
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, message_id
    mail["Date"] = "Mon, 02 Mar 2026 09:00:00 +0100"
    mail.set_content(text)
    return mail


def the_file(mail: EmailMessage) -> tuple[str | None, bytes]:
    """The only file of a mail."""
    [file] = mail.iter_attachments()
    return file.get_filename(), file.get_payload(decode=True)  # type: ignore[return-value]  # bytes of a leaf


def test_twelve_megabytes_go_to_the_engineer_and_as_many_come_back(site: Site) -> None:
    asked = letter(CUSTOMER, "<dump@acorn.example>", "The till stops", "The dump is attached.")
    asked.add_attachment(DUMP, maintype="application", subtype="octet-stream", filename="Speicherabbild größer.dmp")
    sent = send(site.postfix.port, asked.as_bytes(), sender=CUSTOMER)
    assert sent.code == 0, sent.transcript
    told = site.arrived(ENGINEER, "The dump is attached.")
    assert the_file(told) == ("Speicherabbild größer.dmp", DUMP)

    back = told["Reply-To"].addresses[0].addr_spec
    answer = letter(ENGINEER, "<patch@vendor.example>", f"Re: {told['Subject']}", "Please install the patch.", back)
    answer["In-Reply-To"] = told["Message-ID"]
    answer.add_attachment(PATCH, maintype="application", subtype="octet-stream", filename="patch.bin")
    site.dovecot.deliver("support", answer.as_bytes().replace(b"\n", b"\r\n"))
    assert the_file(site.arrived(CUSTOMER, "Please install the patch.")) == ("patch.bin", PATCH)
    site.postfix.wait_until_empty()
