"""Options and arguments that several commands share."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

MAX_ID_DIGITS = 18  # more do not fit into a column of the database
MAX_LISTED = 1_000_000_000  # entries; databases take no number without an end
LONGEST_LENGTH = 6  # characters of a length of time
SHOWN_OF_ID = 40  # characters of what was written instead of an id


def _mail_address(value: str | None) -> str | None:
    if value is None:
        return None
    from gateway.address import mail_address

    try:
        return mail_address(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _since(value: str) -> datetime:
    """`3d`, `12h`, a day or an instant, in UTC."""
    unit = {"d": timedelta(days=1), "h": timedelta(hours=1)}.get(value[-1:])
    try:
        if unit and value[:-1].isdecimal():
            from gateway.adapters.clock import SystemClock

            return SystemClock().now() - int(value[:-1]) * unit
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter("write 3d, 12h, a day such as 2026-03-02, or ISO 8601 with an offset") from error


def _length(value: str) -> timedelta:
    """`4h`, `30m` or `2d`."""
    unit = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}.get(value[-1:])
    if unit is None or not (value.isascii() and value[:-1].isdecimal() and len(value) <= LONGEST_LENGTH):
        raise typer.BadParameter("write 4h, 30m or 2d")
    return int(value[:-1]) * unit


def _id_of(shown_by: str) -> Callable[[str], int]:
    """Reads an id; `shown_by` is the command that lists them."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdecimal() and len(value) <= MAX_ID_DIGITS):
            raise typer.BadParameter(f"{value[:SHOWN_OF_ID]}: a number is expected, such as 12; {shown_by} shows them")
        return int(value)

    return read


_MAIL, _OUTGOING = _id_of("gateway mail list"), _id_of("gateway queue list")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="T", help='"Now" for this command, ISO 8601 with offset. Needs allow_simulated_time.'),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, max=MAX_LISTED, help="The newest N; default: 50, with --json all."),
]
Organization = Annotated[str | None, typer.Option("--organization", metavar="CODE", help="Only of this organization.")]
Assignee = Annotated[
    str | None, typer.Option("--assignee", metavar="ADDRESS", help="Only what this colleague has on the desk.")
]
Group = Annotated[str | None, typer.Option("--group", metavar="CODE", help="Only those of this group of our people.")]
Priority = Annotated[
    str | None, typer.Option("--priority", metavar="P", help="Only of tickets that are critical, high, medium or low.")
]
Since = Annotated[
    datetime | None,
    typer.Option("--since", metavar="T", parser=_since, help="Only since then: 3d, 12h, 2026-03-02 or ISO 8601."),
]
Search = Annotated[
    str | None, typer.Option("--search", metavar="TEXT", help="Only with this in the subject or an address.")
]
Late = Annotated[bool, typer.Option("--late", help="Only those whose deadline has passed.")]
Due = Annotated[
    timedelta | None,
    typer.Option(
        "--due", metavar="4h", parser=_length, help="Only those with a deadline within 4h, 30m or 2d, or late."
    ),
]
State = Annotated[str | None, typer.Option("--state", metavar="S", help="Only those in this state.")]
MailId = Annotated[int, typer.Argument(metavar="ID", parser=_MAIL, help="The id of an inbound mail.")]
MailIds = Annotated[list[int] | None, typer.Argument(metavar="ID...", parser=_MAIL, help="Ids of inbound mails.")]
OutgoingIds = Annotated[
    list[int] | None, typer.Argument(metavar="ID...", parser=_OUTGOING, help="Ids of outgoing mails.")
]
OutgoingId = Annotated[int, typer.Argument(metavar="ID", parser=_OUTGOING, help="The id of an outgoing mail.")]
Address = Annotated[str, typer.Argument(metavar="ADDRESS", callback=_mail_address, help="A mail address.")]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="ADDRESS", callback=_mail_address, help="Who decides; default: the user at the machine."
    ),
]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="MAIL", callback=_mail_address, help="Who of our people acts; default: the operator."),
]
MailFile = Annotated[str, typer.Argument(metavar="FILE", help="A message, - for standard input.")]
MailFrom = Annotated[
    str | None, typer.Option("--mail-from", metavar="A", help='Envelope sender; "" is the null sender.')
]
Recipients = Annotated[
    list[str] | None, typer.Option("--rcpt", metavar="B", help="Envelope recipient; may be given several times.")
]
Peer = Annotated[
    str | None,
    typer.Option("--peer", metavar="IP", help="Address of the client it came from; without it, a trusted one."),
]
Helo = Annotated[str | None, typer.Option("--helo", metavar="NAME", help="How the client named itself.")]
