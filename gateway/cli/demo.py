"""`gateway demo`: the main job played on a gateway of its own."""

import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import Json
from gateway.cli.output import write_json

if TYPE_CHECKING:
    from gateway.demo.account import Teller
    from gateway.demo.chronicle import Entry
    from gateway.demo.play import Played


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo")(demo)


def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Leave it running afterwards, to send mail to.")] = False,
    folder: Annotated[Path, typer.Option("--dir", metavar="DIR", help="Where; wiped and made anew each time.")] = Path(
        ".demo"
    ),
    browse: Annotated[bool, typer.Option("--open", help="Open the page that it writes in a browser.")] = False,
    as_json: Json = False,
) -> None:
    """Play a conversation and show what became of it, on the terminal and as a page.

    A seeded, offline gateway with a captured outbox: no mail can leave.
    Example: gateway demo --open"""
    from gateway.demo.account import Teller
    from gateway.demo.page.write import write_page
    from gateway.demo.play import perform

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # or the server would outlive us
    teller = Teller(folder, to_standard_error=as_json)
    with perform(folder, (lambda entry: None) if as_json else teller.tell) as played:
        page = write_page(played.desk, folder, played.entries)
        if as_json:
            write_json(_document(played, page))
        else:
            teller.end(played, page, _own_name())
        if browse:
            import webbrowser

            show_page(page, webbrowser.open, teller)
        if serve:
            _serve(played, teller)


def show_page(page: Path, opens: Callable[[str], bool], teller: "Teller") -> None:
    """Show a page in a browser; `opens` says whether there is one. Where there is none, say what to do."""
    if not opens(page.as_uri()):
        teller.no_browser(page)


def _serve(played: "Played", teller: "Teller") -> None:
    from gateway.demo.page.write import write_page
    from gateway.demo.play import serve_on

    entries = list(played.entries)

    def tell(entry: "Entry") -> None:
        teller.tell(entry)
        entries.append(entry)
        write_page(played.desk, played.place.folder, entries)

    teller.invite(played)
    with suppress(KeyboardInterrupt):
        serve_on(played, tell)


def _document(played: "Played", page: Path) -> dict[str, object]:
    return {
        "page": str(page),
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
