"""The gateway reads mailboxes of a real Dovecot: lines are cut, both sides end and start again, nothing is lost."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.dovecot_server import PASSWORD, CuttingProxy, Dovecot, why_not
from tests.support.gateway_process import GatewayProcess, open_folder, until

REASON = why_not()
pytestmark = [pytest.mark.system, pytest.mark.skipif(REASON is not None, reason=str(REASON))]

IMAP = """
[[imap]]
host = "127.0.0.1"
port = {port}
tls = "none"
username = "{user}"
password = {{ file = "imap.pw" }}
after = "{after}"
"""
MAIL = """Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example
From: Ines Vogel <ines@acorn.example>
To: support@vendor.example
Subject: {subject}
Message-ID: <{name}@acorn.example>
Date: Mon, 02 Mar 2026 09:00:00 +0100

{text}
"""
LIMITS = """
[limits]
message_bytes = 300000
burst_per_sender_hour = 1000
"""


def mail(name: str, text: str = "Where is the manual?") -> bytes:
    """A customer's mail; its name is in its Message-ID."""
    return MAIL.format(name=name, subject=f"About {name}", text=text).encode().replace(b"\n", b"\r\n")


class Site:
    """A Dovecot with three mailboxes, and the gateway that reads them."""

    USERS = ("seeing", "moving", "deleting")

    def __init__(self, dovecot: Dovecot, gateway: GatewayProcess, proxy: CuttingProxy) -> None:
        self.dovecot, self.gateway, self.proxy = dovecot, gateway, proxy
        self.starts = 0

    def start(self) -> None:
        """Start the gateway and wait until it has come into every mailbox."""
        self.starts += 1
        self.gateway.start()
        until(
            lambda: self.gateway.log().count('"serving"') + self.gateway.log().count("serving") >= self.starts,
            "not serving",
        )

    def kept(self, prefix: str) -> list[dict[str, Any]]:
        """What was taken in with a Message-ID that begins so."""
        rows = self.gateway.json("mail", "list")
        return [one for one in rows if str(one["message_id"]).startswith(f"<{prefix}")]

    def wait_for(self, prefix: str, count: int) -> None:
        """Until so many mails are settled: one ticket each."""
        until(
            lambda: len([one for one in self.kept(prefix) if one["state"] == "settled"]) >= count, f"not all {prefix}"
        )
        rows = self.kept(prefix)
        assert [one["decision"] for one in rows] == ["new"] * count
        assert len({one["message_id"] for one in rows}) == count


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with open_folder("gw-dovecot-") as folder:
        dovecot = Dovecot(folder / "dovecot")
        dovecot.folder.mkdir(mode=0o755)
        proxy = CuttingProxy(dovecot.port)
        boxes = zip(Site.USERS, ("seen", "move:Taken", "delete"), strict=True)
        tables = LIMITS + "".join(IMAP.format(port=proxy.port, user=user, after=after) for user, after in boxes)
        gateway = GatewayProcess(folder / "gateway", tables)
        gateway.folder.mkdir()
        (gateway.folder / "imap.pw").write_text(PASSWORD)
        site = Site(dovecot, gateway, proxy)
        try:
            for user in Site.USERS:
                dovecot.deliver(user, mail(f"old-{user}"))
            dovecot.start()
            gateway.prepare()
            site.start()
            until(lambda: gateway.log().count("mailbox is new") == len(Site.USERS), gateway.log()[-3000:])
            yield site
        finally:
            gateway.kill()
            dovecot.stop()
            proxy.close()


def test_new_mail_becomes_tickets_and_is_marked_as_configured(site: Site) -> None:
    for user in Site.USERS:
        site.dovecot.deliver(user, mail(f"first-{user}"))
    site.wait_for("first-", 3)
    until(lambda: site.dovecot.flags("seeing") == ["", "S"], "not seen")
    until(
        lambda: site.dovecot.flags("moving", "Taken") == ["S"] or site.dovecot.flags("moving", "Taken") == [""],
        "not moved",
    )
    until(lambda: site.dovecot.flags("deleting") == [""], "not deleted")
    assert site.dovecot.flags("moving") == [""]
    assert site.kept("old-") == []


def test_a_session_that_dies_in_idle_loses_nothing(site: Site) -> None:
    for number in range(3):
        until(site.dovecot.kill_sessions, "no session")
        site.dovecot.deliver("seeing", mail(f"idle-{number}"))
    site.wait_for("idle-", 3)


def test_a_line_cut_in_fetch_loses_nothing_and_doubles_nothing(site: Site) -> None:
    site.gateway.stop()
    for number in range(12):
        site.dovecot.deliver("moving", mail(f"fetch-{number}", f"{number} " * 3000))
    site.proxy.cuts[:] = [3000, 9000, 20_000, 5000, 30_000, 60_000, 8000]
    site.start()
    site.wait_for("fetch-", 12)
    until(lambda: site.dovecot.flags("moving") == [""], "not all was moved")
    assert site.proxy.done >= 3


def test_mail_of_a_downtime_is_read_after_a_restart(site: Site) -> None:
    assert site.gateway.stop() == 0
    site.dovecot.deliver("deleting", mail("down-clean"))
    site.start()
    site.wait_for("down-clean", 1)
    site.gateway.kill()
    site.dovecot.deliver("deleting", mail("down-killed"))
    site.start()
    site.wait_for("down-killed", 1)


def test_a_dovecot_that_starts_again_is_found_again(site: Site) -> None:
    site.dovecot.stop()
    site.dovecot.deliver("seeing", mail("restart"))
    site.dovecot.start()
    site.wait_for("restart", 1)


def test_mail_over_the_limit_stays_and_waits_in_quarantine(site: Site) -> None:
    site.dovecot.deliver("moving", mail("large", "x" * 70 + "\r\n" * 1) + b"y" * 400_000)
    site.dovecot.deliver("moving", mail("behind-large"))
    site.wait_for("behind-large", 1)
    [apart] = [one for one in site.gateway.json("quarantine", "list") if one["cause"] == "too_large"]
    assert (apart["from"], apart["subject"]) == ("ines@acorn.example", "About large")
    until(lambda: site.dovecot.flags("moving") == ["", ""], "the large one has gone")
