"""`gateway quarantine`: mail that waits for a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.listing import Asked, Column, Times, View, show_list
from gateway.cli.opening import act_of, load_config, open_desk, open_store, operator, stored_message
from gateway.cli.options import Assignee, At, By, Json, Limit, MailId, MailIds, Organization, Search, Since, State
from gateway.cli.output import Document
from gateway.cli.several import MOST, change_each, one_choice
from gateway.cli.showing import Way, show_one

if TYPE_CHECKING:
    from gateway.desk.act import Act
    from gateway.store.quarantine import QuarantineEntry
    from gateway.store.store import UnitOfWork

COLUMNS = (
    Column("mail"),
    Column("since"),
    Column("from", gives_way=True),
    Column("subject", gives_way=True),
    Column("cause"),
    Column("ticket"),
    Column("owner", gives_way=True, wide=True),
    Column("disguise", gives_way=True, wide=True),
)
All = Annotated[bool, typer.Option("--all", help="All that wait.")]
Cause = Annotated[str | None, typer.Option("--cause", metavar="C", help="All that wait for this cause.")]
Decide = Callable[["Act", int], object]

quarantine = typer.Typer(help="Mail that waits for a person.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(quarantine, name="quarantine")


@quarantine.command("list")
def list_quarantine(
    ctx: typer.Context,
    state: State = None,
    organization: Organization = None,
    assignee: Assignee = None,
    since: Since = None,
    search: Search = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """List what waits, newest last; --state released or rejected for what was decided.

    Example: gateway quarantine list --assignee engineer@vendor.example"""
    from gateway.desk.documents.cases import quarantine_row
    from gateway.store.quarantine import STATES
    from gateway.store.sql.listing import Wanted

    wanted = Wanted(state or "waiting", organization, assignee, since=since, search=search)
    view = View(lambda work: work.quarantines, quarantine_row, COLUMNS, _cells, STATES)
    show_list(ctx, view, Asked(wanted, limit, as_json))


def _cells(work: "UnitOfWork", entries: "Sequence[QuarantineEntry]", times: Times) -> list[list[str]]:
    from gateway.domain.tickets.ticket import ticket_number

    return [
        [
            str(one.mail_id),
            times.local(one.since),
            one.sender_address or "",
            one.subject or "",
            one.cause,
            "" if one.ticket_id is None else ticket_number(one.ticket_id),
            one.owner,
            ", ".join(one.sender_disguise),
        ]
        for one in entries
    ]


@quarantine.command("show")
def show_quarantine(ctx: typer.Context, mail_id: MailId, at: At = None, as_json: Json = False) -> None:
    """Show why a mail waits, who wrote it, what was written and the files.

    Example: gateway quarantine show 17"""
    from gateway.desk.documents.cases import quarantine_document
    from gateway.desk.documents.written import written_document

    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        document = quarantine_document(work.quarantines.get(mail_id), work.mails.show(mail_id))
        document |= written_document(stored_message(config, work, mail_id))
    show_one(config, document, Way(as_json, at))


@quarantine.command("release")
def release(
    ctx: typer.Context,
    ids: MailIds = None,
    everything: All = False,
    cause: Cause = None,
    by: By = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Let mails be processed as if a person had vouched for them.

    Example: gateway quarantine release 17 18 --by lead@vendor.example"""
    from gateway.desk.inbound.process import release as decide

    _decide(ctx, decide, Choice(ids, everything, cause), Options(by, at, as_json))


@quarantine.command("reject")
def reject(
    ctx: typer.Context,
    ids: MailIds = None,
    everything: All = False,
    cause: Cause = None,
    by: By = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Leave mails aside for good; their bytes are kept and nobody is answered.

    Example: gateway quarantine reject --cause forged"""
    from gateway.desk.quarantine.hold import reject as decide

    _decide(ctx, decide, Choice(ids, everything, cause), Options(by, at, as_json))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which mails are decided: those named, those that wait for a cause, or all that wait."""

    ids: list[int] | None
    everything: bool
    cause: str | None

    def numbers(self, work: "UnitOfWork") -> list[int]:
        """Their ids, oldest first. Raises BadParameter."""
        one_choice(self.ids, self.everything, self.cause)
        if self.ids:
            return list(dict.fromkeys(self.ids))
        waiting = work.quarantines.oldest(MOST)
        return [one.mail_id for one in waiting if self.cause in (None, one.cause)]


@dataclass(frozen=True, slots=True)
class Options:
    """Who decides, when, and how it is printed."""

    by: str | None
    at: str | None
    as_json: bool


def _decide(ctx: typer.Context, decide: Decide, choice: Choice, options: Options) -> None:
    from gateway.desk.documents.cases import quarantine_document

    desk = open_desk(ctx, options.at)

    def one(number: int) -> Document:
        with desk.store.begin() as work:
            work.quarantines.get(number)
            decide(act_of(desk, work, options.by or operator()), number)
            return quarantine_document(work.quarantines.get(number), work.mails.show(number))

    with desk.store.read() as work:
        numbers = choice.numbers(work)
    change_each(numbers, len(choice.ids or ()) == 1, one, options.as_json)
