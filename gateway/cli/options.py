"""Options and arguments that several commands share."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="T", help='"Now" for this command, ISO 8601 with offset. Needs allow_simulated_time.'),
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the newest N.")]
State = Annotated[str | None, typer.Option("--state", metavar="S", help="Only those in this state.")]
MailId = Annotated[int, typer.Argument(metavar="ID", help="The id of an inbound mail.")]
OutgoingId = Annotated[int, typer.Argument(metavar="ID", help="The id of an outgoing mail.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="ADDRESS", help="Who decides; default: the user at the machine.")
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
