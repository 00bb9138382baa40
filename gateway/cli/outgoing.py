"""`gateway queue`: outgoing mail, and why it is where it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gateway.cli.listing import Asked, Column, Times, View, show_list
from gateway.cli.opening import act_of, load_config, open_desk, open_store, operator
from gateway.cli.options import At, Json, Limit, Organization, OutgoingId, OutgoingIds, Priority, Search, Since, State
from gateway.cli.output import Document
from gateway.cli.several import MOST, change_each, one_choice
from gateway.cli.showing import Way, show_one
from gateway.domain.outgoing.states import STATES, allows
from gateway.errors import NotAllowed

if TYPE_CHECKING:
    from gateway.domain.outgoing.entry import OutboxEntry
    from gateway.store.store import Store, UnitOfWork

COLUMNS = (
    Column("mail"),
    Column("when"),
    Column("state"),
    Column("to", gives_way=True),
    Column("subject", gives_way=True),
    Column("reason", gives_way=True),
    Column("template", wide=True),
    Column("ticket", wide=True),
    Column("attempts", wide=True),
)
All = Annotated[bool, typer.Option("--all", help="All that are still to leave.")]
InState = Annotated[str | None, typer.Option("--state", metavar="S", help="All in this state.")]

queue = typer.Typer(help="Outgoing mail and why it is where it is.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(queue, name="queue")


@queue.command("list")
def list_queue(
    ctx: typer.Context,
    state: State = None,
    organization: Organization = None,
    priority: Priority = None,
    since: Since = None,
    search: Search = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """List outgoing mail, newest last.

    Example: gateway queue list --state failed --since 7d"""
    from gateway.desk.documents.outgoing import queue_row
    from gateway.store.sql.listing import Wanted

    wanted = Wanted(state, organization, None, priority, None, since, search)
    show_list(ctx, View(lambda work: work.outbox, queue_row, COLUMNS, _cells, STATES), Asked(wanted, limit, as_json))


def _cells(work: "UnitOfWork", entries: "Sequence[OutboxEntry]", times: Times) -> list[list[str]]:
    from gateway.domain.tickets.ticket import ticket_number

    return [
        [
            str(one.id),
            times.local(one.sent_at or one.created),
            one.state,
            ", ".join(recipient.address for recipient in one.recipients),
            one.subject,
            _why(one, times),
            one.template,
            "" if one.ticket_id is None else ticket_number(one.ticket_id),
            str(one.attempts or ""),
        ]
        for one in entries
    ]


def _why(one: "OutboxEntry", times: Times) -> str:
    """Why a mail is where it is, and when the next try is."""
    again = times.due(one.next_attempt).replace("due", "again") if one.state == "deferred" else ""
    return ": ".join(part for part in (again, one.reason or "") if part)


@queue.command("show")
def show_queue(ctx: typer.Context, outgoing_id: OutgoingId, at: At = None, as_json: Json = False) -> None:
    """Show a mail with every recipient's answer and its text.

    Example: gateway queue show 12"""
    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        document = _document(work, outgoing_id)
    show_one(config, document, Way(as_json, at))


@queue.command("retry")
def retry(
    ctx: typer.Context,
    ids: OutgoingIds = None,
    everything: All = False,
    state: InState = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Let mails that failed, wait or are held be sent with the next dispatch.

    Example: gateway queue retry 12 13; gateway queue retry --state failed"""
    from gateway.desk.tickets.release_held import retry as change

    desk = open_desk(ctx, at)

    def again(work: "UnitOfWork", number: int) -> None:
        change(act_of(desk, work, operator()), number)

    _change(desk.store, again, Choice(ids, everything, state, "tried_again"), as_json)


@queue.command("hold")
def hold(
    ctx: typer.Context, ids: OutgoingIds = None, everything: All = False, state: InState = None, as_json: Json = False
) -> None:
    """Keep mails back until they are retried or dropped.

    Example: gateway queue hold --all"""
    from gateway.desk.outgoing.queue import hold as change

    _change(open_store(ctx), change, Choice(ids, everything, state, "held"), as_json)


@queue.command("drop")
def drop(
    ctx: typer.Context, ids: OutgoingIds = None, everything: All = False, state: InState = None, as_json: Json = False
) -> None:
    """Never send mails; they stay in the list.

    Example: gateway queue drop 12 13; gateway queue drop --state held"""
    from gateway.desk.outgoing.queue import drop as change

    _change(open_store(ctx), change, Choice(ids, everything, state, "dropped"), as_json)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which mails a command changes: those named, those in a state, or all that are still to leave."""

    ids: list[int] | None
    everything: bool
    state: str | None
    event: Literal["tried_again", "held", "dropped"]

    def numbers(self, store: "Store") -> list[int]:
        """Their ids, oldest first. Raises BadParameter, NotAllowed."""
        from gateway.store.outgoing.outbox import IN_HAND
        from gateway.store.sql.listing import Wanted

        one_choice(self.ids, self.everything, self.state)
        if self.ids:
            return list(dict.fromkeys(self.ids))
        states = [one for one in STATES if one == self.state or (self.everything and one in IN_HAND)]
        if not states:
            raise typer.BadParameter(f"write one of {', '.join(STATES)}", param_hint="--state")
        fit = [one for one in states if allows(one, self.event)]
        if not fit:
            raise NotAllowed(f"mails that are {self.state} cannot be {self.event.replace('_', ' ')}.")
        with store.read() as work:
            return sorted(one.id for state in fit for one in work.outbox.newest(Wanted(state=state), MOST))


def _change(store: "Store", change: "Callable[[UnitOfWork, int], object]", choice: Choice, as_json: bool) -> None:
    def one(number: int) -> Document:
        with store.begin() as work:
            change(work, number)
            return _document(work, number)

    change_each(choice.numbers(store), len(choice.ids or ()) == 1, one, as_json)


def _document(work: "UnitOfWork", outgoing_id: int) -> dict[str, object]:
    from gateway.desk.documents.outgoing import outgoing_document, queue_row

    entry = work.outbox.show(outgoing_id)
    return {**queue_row(entry), **outgoing_document(entry)}
