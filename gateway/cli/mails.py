"""`gateway mail`: every mail that was taken in, and what became of it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.listing import Asked, Column, Times, View, show_list
from gateway.cli.opening import load_config, open_store, stored_message
from gateway.cli.options import At, Json, Limit, MailId, Organization, Search, Since, State
from gateway.cli.output import emit, note
from gateway.cli.showing import Way, show_one

if TYPE_CHECKING:
    from gateway.store.inbox.records import MailRecord
    from gateway.store.store import UnitOfWork

COLUMNS = (
    Column("mail"),
    Column("came"),
    Column("from", gives_way=True),
    Column("subject", gives_way=True),
    Column("decision"),
    Column("ticket"),
    Column("state", wide=True),
    Column("rule", wide=True),
    Column("message id", gives_way=True, wide=True),
)
MessageId = Annotated[str | None, typer.Option("--message-id", metavar="M", help="Only mail with this Message-ID.")]
Text = Annotated[bool, typer.Option("--text", help="Also what was written, and the files.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder for the files; made where it is missing.")]

mail = typer.Typer(help="Look at the mail that was taken in.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(mail, name="mail")


@mail.command("list")
def list_mail(
    ctx: typer.Context,
    message_id: MessageId = None,
    state: State = None,
    organization: Organization = None,
    since: Since = None,
    search: Search = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """List mail, newest last; states are waiting, settled and failed.

    Example: gateway mail list --since 2d --search invoice"""
    from gateway.desk.documents.cases import mail_row
    from gateway.store.inbox.records import STATES
    from gateway.store.sql.listing import Wanted

    wanted = Wanted(
        state=state, organization=organization, message_id=_in_brackets(message_id), since=since, search=search
    )
    show_list(ctx, View(lambda work: work.mails, mail_row, COLUMNS, _cells, STATES), Asked(wanted, limit, as_json))
    if state in (None, "waiting"):
        _tell_spooled(ctx)


def _tell_spooled(ctx: typer.Context) -> None:
    """What is accepted and has no number yet; nobody has read it, so no filter but the state fits it."""
    with open_store(ctx).read() as work:
        count, _ = work.mails.spooled.sums()
    if count:
        note(f"gateway: {count} more mails are accepted and wait for their turn.")


def _cells(work: "UnitOfWork", mails: "Sequence[MailRecord]", times: Times) -> list[list[str]]:
    from gateway.domain.tickets.ticket import ticket_number

    return [
        [
            str(one.id),
            times.local(one.received_at),
            one.sender_address or one.envelope_from or "",
            one.subject or "",
            one.decision or one.state,
            "" if one.ticket_id is None else ticket_number(one.ticket_id),
            one.state,
            one.rule or "",
            one.message_id or "",
        ]
        for one in mails
    ]


@mail.command("show")
def show_mail(ctx: typer.Context, mail_id: MailId, text: Text = False, at: At = None, as_json: Json = False) -> None:
    """Show how a mail came, who wrote it, what was decided and why.

    Example: gateway mail show 17 --text
    """
    from gateway.desk.documents.cases import mail_document
    from gateway.desk.documents.written import written_document

    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        document = mail_document(work.mails.show(mail_id))
        if text:
            document |= written_document(stored_message(config, work, mail_id))
    show_one(config, document, Way(as_json, at))


@mail.command("raw")
def raw_mail(ctx: typer.Context, mail_id: MailId) -> None:
    """Print the bytes of a mail as they came.

    Example: gateway mail raw 17 > mail.eml
    """
    with open_store(ctx).read() as work:
        content = work.mails.load(mail_id).mail.content
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@mail.command("save")
def save_mail(ctx: typer.Context, mail_id: MailId, folder: Folder, as_json: Json = False) -> None:
    """Save the files of a mail into a folder; nothing there is written over.

    Example: gateway mail save 17 files
    """
    from gateway.cli.opening import load_rules
    from gateway.cli.saving import save_files

    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        files = stored_message(config, work, mail_id).attachments
    emit(save_files(files, folder, load_rules(config).data.blocked_endings), as_json, ("file", "type", "size"))


def _in_brackets(message_id: str | None) -> str | None:
    """A Message-ID as it is stored, whether the shell ate its angle brackets or not."""
    return f"<{message_id.strip().strip('<>')}>" if message_id else None
