"""`gateway demo`: the main job played on a gateway of its own."""

import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import Json
from gateway.cli.output import write_json

if TYPE_CHECKING:
    from gateway.demo.play import Played


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo")(demo)


def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Leave it running afterwards, to send mail to.")] = False,
    folder: Annotated[Path, typer.Option("--dir", metavar="DIR", help="Where; wiped and made anew each time.")] = Path(
        ".demo"
    ),
    as_json: Json = False,
) -> None:
    """Play a conversation and show what became of it.

    A seeded, offline gateway with a captured outbox: no mail can leave."""
    from gateway.demo.account import Teller
    from gateway.demo.play import perform, serve_on

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or the server would outlive us
    teller = Teller(folder, to_standard_error=as_json)
    with perform(folder, (lambda entry: None) if as_json else teller.tell) as played:
        if as_json:
            write_json(_document(played))
        else:
            teller.end(played, _own_name())
        if serve:
            teller.invite(played)
            with suppress(KeyboardInterrupt):
                serve_on(played, teller.tell)


def _document(played: "Played") -> dict[str, object]:
    return {
        "folder": str(played.place.folder),
        "config": str(played.place.config_file),
        "outbox": str(played.place.outbox),
        "smtp": f"127.0.0.1:{played.place.port}",
        "scenes": [entry.document() for entry in played.entries],
    }


def _own_name() -> str:
    """How to call this command again."""
    called = Path(sys.argv[0])
    if called.name != "gateway":
        return f"{sys.executable} -m gateway"
    return "gateway" if shutil.which("gateway") == str(called) else str(called)
