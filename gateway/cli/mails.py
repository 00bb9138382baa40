"""`gateway mail`: every mail that was taken in, and what became of it."""

from typing import Annotated

import typer

from gateway.cli.opening import open_store
from gateway.cli.options import Json, Limit, MailId, State
from gateway.cli.output import emit

COLUMNS = ("mail", "state", "decision", "ticket", "note", "message_id", "sha256")
MessageId = Annotated[str | None, typer.Option("--message-id", metavar="M", help="Only mail with this Message-ID.")]

mail = typer.Typer(help="Look at the mail that was taken in.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(mail, name="mail")


@mail.command("list")
def list_mail(
    ctx: typer.Context,
    message_id: MessageId = None,
    state: State = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """List mail, newest last; states are waiting, settled and failed."""
    from gateway.desk.views import mail_row

    with open_store(ctx).read() as work:
        rows = [mail_row(one) for one in work.mails.listing(_in_brackets(message_id), state, limit)]
    emit(rows, as_json, COLUMNS)


@mail.command("show")
def show_mail(ctx: typer.Context, mail_id: MailId, as_json: Json = False) -> None:
    """Show how a mail came, who wrote it, what was decided and why."""
    from gateway.desk.views import mail_document

    with open_store(ctx).read() as work:
        document = mail_document(work.mails.show(mail_id))
    emit(document, as_json)


def _in_brackets(message_id: str | None) -> str | None:
    """A Message-ID as it is stored, whether the shell ate its angle brackets or not."""
    return f"<{message_id.strip().strip('<>')}>" if message_id else None
