"""A support desk with two customers, and people who write to it: for tests of what mails become.

Example Software is the vendor. Acorn and Birch are its customers with a contract, that of Cedar has ended. Mails come
from a relay that the desk trusts; `proof` is what that relay says about their sender.
"""

import itertools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from gateway.adapters.clock import FixedClock
from gateway.adapters.verifier import TrustedRelayVerifier
from gateway.config import Config
from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.import_export import import_rows
from gateway.desk.documents.cases import escalation_document, ticket_document
from gateway.desk.inbound.receive import receive_one
from gateway.directory_file.reading import read
from gateway.domain.escalations.escalation import escalation_id
from gateway.domain.event import Actor, Event
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.tickets.ticket import ticket_id
from gateway.domain.token import Signer
from gateway.mail.envelope import Envelope, InboundMail
from gateway.rules.decisions.book import RuleBook
from gateway.store.inbox.reading_codec import ReadingCodec
from gateway.store.inbox.records import MailRecord
from gateway.store.quarantine import QuarantineEntry
from gateway.store.store import Store, UnitOfWork
from tests.support.people import CORA, DIRECTORY, ESCALATION, INES, SUPPORT
from tests.support.words import shipped_templates

Document = dict[str, Any]

MONDAY = "2026-03-02T09:00:00+01:00"
TUESDAY = "2026-03-03T10:00:00+01:00"  # the response target of a ticket of Monday morning has passed
RELAY = "mx.vendor.example"

_serial = itertools.count(1)


@cache
def shipped_rules() -> RuleBook:
    """The rules as they are shipped, read once."""
    return RuleBook.load()


def build_desk(
    store: Store, folder: Path, directory: str = DIRECTORY, domain: str = "vendor.example", **tables: Any
) -> Desk:
    """A desk over a migrated store; `tables` are tables of the configuration that differ."""
    settings: dict[str, dict[str, Any]] = {
        "gateway": {"name": "Example Software", "domain": domain, "timezone": "Europe/Amsterdam"},
        "addresses": {
            "support": [f"support@{domain}"],
            "escalation": [f"escalation@{domain}"],
            "bounces": f"bounces@{domain}",
        },
        "authentication": {"trusted_authserv_ids": [RELAY]},
    }
    merged = {name: {**settings.get(name, {}), **tables.get(name, {})} for name in {*settings, *tables}}
    config = Config.model_validate({**merged, "path": folder / "config.toml"})
    signer = Signer({"a": f"a key of {domain}".encode()}, domain)
    desk = Desk(
        config=config,
        store=store,
        clock=FixedClock(moment(TUESDAY)),
        verifier=TrustedRelayVerifier(config.authentication),
        rules=shipped_rules(),
        templates=shipped_templates(config.gateway.language),
        signer=signer,
        codec=ReadingCodec(signer, lambda: "the code of the tests"),
    )
    load(desk, directory)
    return desk


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software, on each kind of database."""
    do_not_sync(store)
    return build_desk(store, tmp_path)


def do_not_sync(store: Store) -> None:
    """Let SQLite commit without waiting for the disk: what these tests look at has nothing to do with crashes."""
    if not store.url.startswith("sqlite"):
        return

    @event.listens_for(store.engine, "connect")
    def relax(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    store.close()  # so that every connection is a new one


def further_store(schema: bytes, folder: Path) -> Store:
    """One more empty store; `schema` is the fixture `sqlite_schema`."""
    folder.mkdir()
    (folder / "gateway.db").write_bytes(schema)
    store = Store(f"sqlite:///{folder / 'gateway.db'}")
    do_not_sync(store)
    return store


def load(desk: Desk, directory: str) -> None:
    """Import a directory file."""
    reading = read(tomllib.loads(directory))
    assert not reading.faults
    with desk.store.begin() as work:
        import_rows(work, reading.rows)


def act(desk: Desk, work: UnitOfWork, by: str, at: datetime) -> Act:
    """What somebody does at the command line."""
    return Act(desk, work, Event(at, Actor(by), "cli"))


def moment(text: str) -> datetime:
    """An instant in ISO form, as UTC; without an offset it is UTC already."""
    instant = datetime.fromisoformat(text)
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def new_id(domain: str = "acorn.example") -> str:
    """A Message-ID that no mail has had yet."""
    return f"<{next(_serial)}.letter@{domain}>"


def letter(
    sender: str,
    text: str,
    to: str = SUPPORT,
    subject: str = "A question",
    *,
    cc: str = "",
    proof: str = "pass",
    html: str | None = None,
    files: Mapping[str, bytes] | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """A mail as the trusted relay hands it over: with its word about the sender on top."""
    mail = EmailMessage()
    domain = sender.rpartition("@")[2].strip(">")
    if proof:
        mail["Authentication-Results"] = f"{RELAY}; dmarc={proof} header.from={domain}"
    mail["From"] = sender
    mail["To"] = to
    if cc:
        mail["Cc"] = cc
    mail["Subject"] = subject
    if "Message-ID" not in (headers or {}):
        mail["Message-ID"] = new_id(domain)
    for name, value in (headers or {}).items():
        if value:
            mail[name] = value
    mail.set_content(text, cte="8bit")
    if html is not None:
        mail.set_content(html, subtype="html", cte="8bit")
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def deliver(
    desk: Desk,
    content: bytes | EmailMessage,
    at: str = TUESDAY,
    mail_from: str | None = None,
    recipients: Sequence[str] = (),
    peer: str | None = None,
) -> Document:
    """Take a message in and process it to the end: the document that `receive` prints."""
    raw = content if isinstance(content, bytes) else content.as_bytes()
    envelope = Envelope(mail_from, tuple(recipients), moment(at), peer)
    return receive_one(desk, InboundMail(raw, envelope))


def write(
    desk: Desk,
    sender: str,
    text: str = "Something is on my mind.",
    at: str = TUESDAY,
    recipients: Sequence[str] = (),
    mail_from: str | None = None,
    **parts: Any,
) -> Document:
    """Somebody writes to the desk (see `letter`)."""
    return deliver(desk, letter(sender, text, **parts), at, mail_from, recipients)


def reply(
    desk: Desk, ours: Document, sender: str, text: str, *, quote: bool = False, at: str = TUESDAY, **parts: Any
) -> Document:
    """Somebody answers a mail of ours as a mail program does: to its Reply-To, with its Message-ID."""
    answered = ours["headers"]
    shown = text + ("\n\nOn Tuesday Vendor wrote:\n" + quoted(ours["text"]) if quote else "")
    thread = {"In-Reply-To": answered["Message-ID"], "References": answered["Message-ID"]}
    settings = {"to": answered.get("Reply-To", answered["From"]), "subject": f"Re: {answered['Subject']}", **parts}
    return write(desk, sender, shown, at, **{**settings, "headers": {**thread, **parts.get("headers", {})}})


def quoted(text: str) -> str:
    """Text as a mail program quotes it."""
    return "\n".join(f"> {line}" for line in text.splitlines())


def open_case(
    desk: Desk, sender: str = INES, subject: str = "Till is slow", text: str = "Since nine o'clock.", at: str = MONDAY
) -> str:
    """A ticket opened by mail; its number."""
    document = write(desk, sender, text, at, subject=subject)
    assert document["decision"] == "new", document
    return str(document["ticket"])


ESCALATION_FIELDS = "Reason: no answer since yesterday\nBusiness impact: forty people cannot print invoices\n"


def escalate(
    desk: Desk, number: str | None, text: str = ESCALATION_FIELDS, sender: str = INES, at: str = TUESDAY, **parts: Any
) -> Document:
    """A mail to the escalation address that names a ticket under its label."""
    named = f"Ticket number: {number}\n" if number else ""
    return write(desk, sender, named + text, at, **{"to": ESCALATION, "cc": CORA, "subject": "Please help", **parts})


def reply_address(desk: Desk, number: str) -> str:
    """The signed address that answers about a ticket come to."""
    mailbox, _, domain = desk.config.addresses.support[0].partition("@")
    return f"{mailbox}+{desk.signer.sub_address('reply', number)}@{domain}"


def sent(document: Document, template: str) -> Document:
    """The one mail of a template among those that a mail caused."""
    found: Document
    [found] = [one for one in document["outgoing"] if one["template"] == template]
    return found


def templates_of(document: Document, audience: str | None = None) -> list[str]:
    """The templates of what a mail caused, sorted."""
    return sorted(one["template"] for one in document["outgoing"] if audience in (None, one["audience"]))


def case(desk: Desk, number: str) -> Document:
    """A ticket as `ticket show` prints it."""
    with desk.store.read() as work:
        found = work.tickets.get(ticket_id(number) or 0)
        assert found is not None
        return ticket_document(work, found)


def change(desk: Desk, number: str, **columns: Any) -> None:
    """Change columns of a ticket."""
    with desk.store.begin() as work:
        found = work.tickets.get(ticket_id(number) or 0)
        assert found is not None
        work.tickets.save(replace(found, **columns), was=found)


def notes(desk: Desk, number: str, visibility: str | None = None) -> list[str]:
    """The texts of a ticket's notes, oldest first."""
    return [one["text"] for one in case(desk, number)["notes"] if visibility in (None, one["visibility"])]


def numbers(desk: Desk) -> list[str]:
    """Every ticket there is."""
    with desk.store.read() as work:
        return [one.number for one in work.tickets.listing(None, None)]


def running(desk: Desk, number: str | None = None) -> list[Document]:
    """Escalations as `escalation show` prints them, of one ticket or all."""
    with desk.store.read() as work:
        found = [escalation_document(one) for one in work.escalations.listing(None, None)]
    return [one for one in found if number in (None, one["ticket"])]


def escalation_of(desk: Desk, document: Document) -> Document:
    """The escalation that a mail led to."""
    with desk.store.read() as work:
        found = work.escalations.get(escalation_id(str(document["escalation"])) or 0)
        assert found is not None
        return escalation_document(found)


def queue(desk: Desk, state: str | None = None) -> list[OutboxEntry]:
    """Everything in the outbox, suppressed mail as well, oldest first."""
    with desk.store.read() as work:
        return work.outbox.listing(state, None)


def outside(desk: Desk) -> list[OutboxEntry]:
    """What would leave for people who are not ours."""
    return [one for one in queue(desk) if one.audience == "customer" and one.state == "queued"]


def waiting(desk: Desk) -> list[QuarantineEntry]:
    """What is in quarantine."""
    with desk.store.read() as work:
        return work.quarantines.listing(None, None)


def stored(desk: Desk, document: Document) -> MailRecord:
    """A mail as it stands."""
    with desk.store.read() as work:
        return work.mails.show(int(document["mail"]))
