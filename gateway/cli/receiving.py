"""`gateway receive`, `read` and `explain`: one message at a time."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import open_desk
from gateway.cli.options import At, Helo, Json, MailFile, MailFrom, Peer, Recipients
from gateway.cli.output import Document, describe, emit, note, write, write_json
from gateway.errors import GatewayError, MessageTooLarge, NotAllowed, Refused, TryAgain

if TYPE_CHECKING:
    from gateway.desk.desk import Desk
    from gateway.mail.envelope import Envelope, InboundMail


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("receive")(receive)
    app.command("read")(read)
    app.command("explain")(explain)


def receive(
    ctx: typer.Context,
    file: MailFile = "-",
    mail_from: MailFrom = None,
    rcpt: Recipients = None,
    peer: Peer = None,
    helo: Helo = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Take in one message and process it.

    As if it had just arrived: the pipe interface for mail servers.
    Exit 0: taken; 65: refused for its size or form; 75: try again.
    Example: gateway receive --mail-from user@acorn.example --rcpt support@vendor.example < mail.eml
    """
    with _kept_by_the_peer():
        from gateway.desk.inbound.receive import receive_one

        desk = open_desk(ctx, at)
        mail = _mail(file, desk.config.limits.message_bytes, _envelope(mail_from, rcpt, peer, helo, desk.clock.now()))
        if not mail.content.strip():
            raise Refused(f"{'standard input' if file == '-' else file} is empty: a message has at least a header.")
        if stray := _stray(desk, mail.envelope):
            note(f"gateway: {stray}")  # no more: what an MTA hands over must not be lost
        document = receive_one(desk, mail, "pipe")
    _show(document, as_json)


def explain(
    ctx: typer.Context,
    file: MailFile,
    mail_from: MailFrom = None,
    rcpt: Recipients = None,
    peer: Peer = None,
    helo: Helo = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Show what would happen to a message.

    Every step, every rule with its reason, the mail that would go out. Writes and sends nothing.
    Example: gateway explain mail.eml --mail-from user@acorn.example
    """
    from gateway.desk.inbound.explain import explain as rehearse

    desk = open_desk(ctx, at)
    mail = _mail(file, desk.config.limits.message_bytes, _envelope(mail_from, rcpt, peer, helo, desk.clock.now()))
    stray = _stray(desk, mail.envelope)
    if "Did you mean" in stray:
        raise typer.BadParameter(stray, param_hint="--rcpt")
    if stray:
        note(f"gateway: {stray}")
    emit(rehearse(desk, mail), as_json)


def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Messages, - for standard input.")],
    as_json: Json = False,
) -> None:
    """Print what is understood of messages.

    One JSON document per line; needs no configuration and no database.
    Example: gateway read mail.eml"""
    from gateway.mail.classify import classify
    from gateway.mail.document import document
    from gateway.mail.parse import parse

    unreadable = 0
    for file in files:
        try:
            message = parse(content_of(file, None))
        except typer.BadParameter as error:
            note(f"gateway: {error}")
            unreadable += 1
        else:
            write_json(document(file, message, classify(message)), indent=None)
    if unreadable:
        raise typer.Exit(2)


@contextmanager
def _kept_by_the_peer() -> Iterator[None]:
    """A mail server gives a message back to its sender for any exit code but 75: so every fault of ours is 75."""
    try:
        yield
    except (TryAgain, NotAllowed, MessageTooLarge, typer.Exit, typer.BadParameter):
        raise
    except GatewayError as error:
        if error.exit_code == 65:
            raise
        raise TryAgain(str(error)) from error
    except Exception as error:  # whatever it is, the message must not be lost for it
        raise TryAgain(describe(error)) from error


def _envelope(
    mail_from: str | None, rcpt: list[str] | None, peer: str | None, helo: str | None, now: datetime
) -> "Envelope":
    from gateway.mail.envelope import Envelope

    if peer is not None:
        import ipaddress

        try:
            peer = str(ipaddress.ip_address(peer))
        except ValueError as error:
            raise typer.BadParameter("write an IP address such as 192.0.2.1", param_hint="--peer") from error
    sender = None if mail_from is None else _bare(mail_from)
    return Envelope(sender, tuple(_bare(one) for one in rcpt or ()), now, peer, helo)


def _stray(desk: "Desk", envelope: "Envelope") -> str:
    """A sentence where recipients are named and none is one of our addresses, with what was probably meant; or ""."""
    from gateway.desk.situation.addresses import role_of
    from gateway.toml import meant

    ours, named = desk.config.addresses, envelope.recipients
    if not named or any(role_of(one, ours) for one in named):
        return ""
    values = ours.model_dump().values()
    known = [str(one) for value in values for one in ([value] if isinstance(value, str) else value)]
    return f"{named[0]} is none of our addresses. {meant(named[0].lower(), known)}"


def _bare(address: str) -> str:
    """An address without the angle brackets of SMTP."""
    plain = address.strip()
    return plain[1:-1] if plain.startswith("<") and plain.endswith(">") else plain


def _mail(file: str, limit: int, envelope: "Envelope") -> "InboundMail":
    from gateway.mail.envelope import InboundMail

    return InboundMail(content_of(file, limit), envelope)


def content_of(file: str, limit: int | None) -> bytes:
    """The bytes of a file or of standard input. Raises MessageTooLarge above `limit` bytes."""
    most = -1 if limit is None else limit + 1
    try:
        if file == "-":
            content = sys.stdin.buffer.read(most)
        else:
            with Path(file).open("rb") as stream:
                content = stream.read(most)
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}", param_hint="FILE") from error
    if limit is not None and len(content) > limit:
        raise MessageTooLarge(f"the message has more than the {limit} bytes that [limits] message_bytes allows.")
    return content


def _show(document: Document, as_json: bool) -> None:
    if as_json:
        emit(document, as_json)
        return
    case = " ".join(str(document[key]) for key in ("ticket", "escalation") if document.get(key))
    lines = [f"mail {document.get('mail')}: {document.get('decision')} {case}".rstrip()]
    lines.append(f"  {document.get('rule')}: {document.get('why')}")
    outgoing = document.get("outgoing")
    for letter in outgoing if isinstance(outgoing, list) else []:
        lines.append(f"  {letter['template']} to {', '.join(letter['envelope_to'])}")
    write("\n".join(lines) + "\n")
