"""`gateway ticket open`, `note` and `do`: what comes by telephone or through a portal, and staff commands."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gateway.cli.cases import ticket, ticket_of
from gateway.cli.opening import act_as, open_desk
from gateway.cli.options import As, At, Json
from gateway.cli.output import Document
from gateway.cli.receiving import content_of
from gateway.cli.showing import show_done
from gateway.errors import NotAllowed

if TYPE_CHECKING:
    from gateway.desk.act import Act
    from gateway.desk.commands.by_hand import ByHand
    from gateway.desk.desk import Desk
    from gateway.domain.tickets.ticket import Ticket
    from gateway.store.store import UnitOfWork

Channel = Literal["phone", "portal"]
Text = Annotated[str, typer.Argument(metavar="FILE", help="A text, - for standard input.")]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="A ticket number such as T-001001.")]


def register(app: typer.Typer) -> None:
    """Add these commands to those of tickets."""
    ticket.command("open")(open_ticket)
    ticket.command("note")(note_ticket)
    ticket.command("do")(do)


def open_ticket(
    ctx: typer.Context,
    sender: Annotated[str, typer.Option("--from", metavar="MAIL", help="The address of the customer.")],
    subject: Annotated[str, typer.Option("--subject", metavar="S", help="What it is about, in a line.")],
    channel: Annotated[Channel, typer.Option("--channel", help="How they reached us.")] = "phone",
    file: Text = "-",
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Open a ticket for a customer who called or used a portal.

    They are acknowledged by mail; lines such as "App: Orders" or "Impact: high" count as in a mail.
    Example: gateway ticket open --from user@acorn.example --channel phone --subject "Orders stop" notes.txt"""
    from gateway.desk.tickets.on_behalf import open_by_hand

    desk = open_desk(ctx, at)
    text = _text(file, desk)
    with desk.store.begin() as work:
        act, before = act_as(desk, work, by, channel), work.outbox.newest_id()
        opened = open_by_hand(act, sender, subject, text)
        document = _outcome(work, act, opened, before)
    _show(document, as_json)


def note_ticket(
    ctx: typer.Context,
    number: Number,
    file: Text = "-",
    internal: Annotated[bool, typer.Option("--internal", help="Only our own people read it.")] = False,
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Write on a ticket: an answer to the customer, or an internal note.

    An answer leaves by mail under the name of who is given with --as.
    Example: gateway ticket note T-001001 --internal --as engineer@vendor.example notes.txt"""
    from gateway.desk.escalations.managing import heard_of_manager
    from gateway.desk.tickets.by_hand import write_by_hand

    desk = open_desk(ctx, at)
    text = _text(file, desk)
    with desk.store.begin() as work:
        act, before = act_as(desk, work, by), work.outbox.newest_id()
        found = ticket_of(work, number)
        heard_of_manager(act, found, write_by_hand(act, found, text, internal))
        document = _outcome(work, act, found, before)
    _show(document, as_json)


def do(
    ctx: typer.Context,
    number: Number,
    commands: Annotated[list[str], typer.Argument(metavar="COMMAND...", help='Such as "priority high".')],
    by: As = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Give staff commands on a ticket, all of them or none; the transcript is printed.

    Example: gateway ticket do T-001001 "priority high" "assign engineer@vendor.example" --as lead@vendor.example"""
    desk = open_desk(ctx, at)
    with desk.store.begin() as work:
        act, before = act_as(desk, work, by), work.outbox.newest_id()
        result = commanded(act, ticket_of(work, number), commands)
        found = work.tickets.get(result.ticket_id)
        document = _outcome(work, act, found, before) if found else {}
    _show({"transcript": list(result.transcript), **document}, as_json)


def commanded(act: "Act", found: "Ticket", commands: list[str]) -> "ByHand":
    """Commands that were carried out on a ticket. Raises NotAllowed, where nothing was done, with what is wrong."""
    from gateway.desk.commands.by_hand import give_commands

    result = give_commands(act, found, commands)
    if not result.done:
        raise NotAllowed(" ".join(result.transcript) + " Nothing was done.")
    return result


def _text(file: str, desk: "Desk") -> str:
    text = content_of(file, desk.config.limits.message_bytes).decode("utf-8", "replace").strip()
    if not text:
        raise NotAllowed(f"{'standard input' if file == '-' else file} is empty: write what happened.")
    return text


def _outcome(work: "UnitOfWork", act: "Act", found: "Ticket", before: int) -> Document:
    """The ticket as it is now, with the mails that leave because of the command."""
    from gateway.desk.documents.cases import ticket_document
    from gateway.desk.documents.outgoing import outgoing_document

    now = work.tickets.get(found.id) or found
    queued = work.outbox.of_act(now.id, act.now, before)
    return {**ticket_document(work, now), "outgoing": [outgoing_document(one) for one in queued]}


def _show(document: Document, as_json: bool) -> None:
    show_done(document, f"ticket {document['number']}: {document['state']}, {document['priority']}", as_json)
