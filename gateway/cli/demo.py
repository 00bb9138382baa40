"""`gateway demo`: the main job played on a machine of its own."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo")(demo)


def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Leave it running afterwards, to send mail to.")] = False,
) -> None:
    """Play a conversation and show what became of it.

    A seeded, offline gateway with a captured outbox: no mail can leave."""
    from gateway.demo import run

    raise typer.Exit(run(serve))
