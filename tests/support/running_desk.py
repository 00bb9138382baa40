"""A desk as the world sees it: mail comes in over a socket, what it causes leaves over another one.

A listener that takes mail, a name server with the zones of the people, the checks of senders that the gateway makes
itself, and a smarthost. Each domain has one host, and only mail from there is proven. Time stands where it is put.
"""

import smtplib
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from gateway.adapters.mailer import SmtpMailer
from gateway.adapters.verifier import verifier_for
from gateway.desk.delivery.dispatch import dispatch
from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import settle_batch
from gateway.desk.timers.tick import tick
from gateway.mail.header.addresses import mailboxes
from gateway.store.store import Store
from tests.support.desk import TUESDAY, build_desk, case, do_not_sync, letter, moment, notes, numbers, waiting
from tests.support.dns_zone import key_records
from tests.support.edge import PATIENCE, Edge
from tests.support.name_server import NameServer
from tests.support.people import INES, SUPPORT
from tests.support.smarthost import Smarthost, Taken

OUR_RELAY = "127.0.0.1"  # the one peer that is trusted
ELSEWHERE = "203.0.113.66"  # the attacker's host, of no domain
HOSTS = {  # of which SPF speaks
    "vendor.example": "192.0.2.1",
    "acorn.example": "192.0.2.10",
    "birch.example": "192.0.2.20",
    "cedar.example": "192.0.2.30",
    "elsewhere.example": "203.0.113.7",
}
PORTION = 200


@dataclass
class MovableClock:
    """A clock that stands where it was put."""

    instant: datetime

    def now(self) -> datetime:
        """Where it was put."""
        return self.instant


@dataclass(frozen=True)
class Left:
    """A mail as the smarthost got it. `template`: of the outbox, what kind of mail it is."""

    template: str
    envelope_from: str
    to: tuple[str, ...]
    subject: str
    text: str
    headers: EmailMessage

    @property
    def reply_to(self) -> str:
        """The address that an answer goes to."""
        return str(mailboxes([str(self.headers["Reply-To"])])[0].address)


@dataclass
class RunningDesk:
    """`at` is its present; `desk` is for looking at what became of it all."""

    desk: Desk
    smarthost: Smarthost
    clock: MovableClock
    port: int = 0
    seen: int = 0

    def send(
        self,
        sender: str = INES,
        text: str = "Something is on my mind.",
        *,
        client: str | None = None,
        mail_from: str | None = None,
        recipients: Sequence[str] = (),
        **parts: Any,
    ) -> None:
        """One mail over SMTP, from the host of its domain unless `client` says another (see `letter`)."""
        mail = letter(sender, text, **{"proof": "", **parts})
        at = client or HOSTS.get(domain_of(sender), ELSEWHERE)
        self.send_bytes(wire_bytes(mail), sender if mail_from is None else mail_from, recipients or _named(mail), at)

    def send_bytes(self, content: bytes, mail_from: str, recipients: Iterable[str], client: str) -> None:
        """The same for a mail that is written already; raises smtplib.SMTPException for any answer but 250."""
        with self.connected(client) as smtp:
            smtp.sendmail(mail_from, [*recipients], content)

    def send_many(self, mails: Iterable[Mapping[str, Any]], client: str) -> None:
        """Many in one session, then settle them all: `sender`, `text` and the like for each."""
        with self.connected(client) as smtp:
            for parts in mails:
                mail = letter(**{"text": "Something is on my mind.", "proof": "", **parts})
                smtp.sendmail(str(parts["sender"]), _named(mail), wire_bytes(mail))

    @contextmanager
    def connected(self, client: str) -> Iterator[smtplib.SMTP]:
        """A session of a client with this address, as a load balancer announces it."""
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        connection.sendall(f"PROXY TCP4 {client} 198.51.100.1 40000 25\r\n".encode())
        with closing(smtplib.SMTP(local_hostname="client.example")) as smtp:
            smtp.sock = connection
            assert smtp.getreply()[0] == 220
            yield smtp
            smtp.quit()

    def settle(self) -> list[Left]:
        """Settle what came, send what is due; what has left since the last time, in its order."""
        while settle_batch(self.desk, PORTION):
            pass
        mailer = SmtpMailer(self.desk.config)
        while dispatch(self.desk, mailer, PORTION).sent:
            pass
        mailer.close()
        new, self.seen = self.smarthost.taken[self.seen :], len(self.smarthost.taken)
        with self.desk.store.read() as work:
            names = {one.message_id: one.template for one in work.outbox.listing(None, None)}
        return [_left(one, names) for one in new]

    def after(self, sender: str = INES, text: str = "Something is on my mind.", **parts: Any) -> list[Left]:
        """What leaves because of one mail."""
        self.settle()
        self.send(sender, text, **parts)
        return self.settle()

    def wait(self, minutes: float) -> list[Left]:
        """Let time pass; what leaves because of it."""
        self.clock.instant += timedelta(minutes=minutes)
        tick(self.desk, self.clock.instant)
        return self.settle()

    def open_case(self, sender: str = INES, text: str = "Since nine o'clock.", **parts: Any) -> str:
        """A ticket opened by mail; its number."""
        self.after(sender, text, **{"subject": "Till is slow", **parts})
        return max(numbers(self.desk))

    def case(self, number: str) -> dict[str, Any]:
        """A ticket as `ticket show` prints it."""
        return case(self.desk, number)

    def notes(self, number: str, visibility: str | None = None) -> list[str]:
        """The texts of its notes, oldest first."""
        return notes(self.desk, number, visibility)

    def quarantined(self) -> list[str]:
        """Why mail waits for a person."""
        return [one.cause for one in waiting(self.desk)]


def domain_of(address: str) -> str:
    """What stands behind the last at sign."""
    return address.rpartition("@")[2].strip(">").lower()


def wire_bytes(mail: EmailMessage) -> bytes:
    """As it goes over the wire."""
    return mail.as_bytes(policy=policy.SMTP)


def templates(left: Iterable[Left], to: str | None = None) -> list[str]:
    """What kinds of mail left, sorted; only those to one person where `to` is given."""
    return sorted(one.template for one in left if to is None or to in one.to)


def the(left: Iterable[Left], template: str) -> Left:
    """The one mail of a kind."""
    [found] = [one for one in left if one.template == template]
    return found


def _named(mail: EmailMessage) -> list[str]:
    """Our addresses in To and Cc: only those are delivered to us."""
    values = [str(value) for name in ("To", "Cc") for value in mail.get_all(name, [])]
    found = [one.address for one in mailboxes(values)]
    return [one for one in found if one.endswith(SUPPORT.partition("@")[2]) and _is_role(one)]


def _is_role(address: str) -> bool:
    return address.partition("@")[0].partition("+")[0] in ("support", "escalation", "bounces")


def _left(taken: Taken, names: Mapping[str, str]) -> Left:
    mail = message_from_bytes(taken.content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    return Left(
        template=names.get(str(mail["Message-ID"]), "?"),
        envelope_from=taken.mail_from,
        to=taken.rcpt_tos,
        subject=str(mail["Subject"]),
        text=body.get_content() if body else "",
        headers=mail,
    )


def zone(domains: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """SPF for each domain and its host, and the keys of `sign`."""
    keys = {(f"{name}.", "TXT"): [f'"{"".join(of["TXT"])}"'] for name, of in key_records().items()}
    return keys | {(f"{name}.", "TXT"): [f'"v=spf1 ip4:{host} -all"'] for name, host in domains.items()}


@contextmanager
def running_desk(store: Store, folder: Path, domains: Mapping[str, str] = {}, **tables: Any) -> Iterator[RunningDesk]:
    """Start all of it. `domains`: more domains with their hosts; `tables`: of the configuration, what differs."""
    do_not_sync(store)
    names = NameServer(zone({**HOSTS, **domains}))
    limits = {"greeting_seconds": 0.0, "mails_per_peer_minute": 0, **tables.pop("limits", {})}
    authentication = {"nameservers": [f"127.0.0.1:{names.port}"], **tables.pop("authentication", {})}
    listener = [{"protocol": "smtp", "host": "127.0.0.1", "port": 0, "proxy": True}]
    with Smarthost() as smarthost:
        host = {"host": "127.0.0.1", "port": smarthost.port}
        built = build_desk(store, folder, limits=limits, authentication=authentication, smarthost=host, **tables)
        config = built.config.model_validate({**built.config.model_dump(), "listener": listener})
        clock = MovableClock(moment(TUESDAY))
        desk = replace(built, config=config, clock=clock, verifier=verifier_for(config))
        edge = Edge(config, store, clock)
        edge.open()
        yield RunningDesk(desk, smarthost, clock, edge.port)
        edge.stop()
    names.stop()
