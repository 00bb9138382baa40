"""Commands that change one thing, several, or all of a kind: each on its own, and what is refused is told."""

from collections.abc import Callable, Sequence

import typer

from gateway.cli.output import Document, emit, note, write
from gateway.errors import GatewayError

MOST = 10_000  # things that one command changes


def one_choice(ids: Sequence[int] | None, everything: bool, state: str | None = None) -> None:
    """Ids, `--all` or `--state`: one of them, so that nothing is changed by mistake. Raises BadParameter."""
    if sum((bool(ids), everything, state is not None)) != 1:
        raise typer.BadParameter("name ids, or --all, or what else the help offers; one of them")


def change_each(ids: Sequence[int], single: bool, change: Callable[[int], Document], as_json: bool) -> None:
    """Change each in its own transaction and print how it stands; exit 2 where one was refused.

    `single`: one id was named, and its document is all that is printed.
    """
    if single:
        emit(change(ids[0]), as_json)
        return
    done: list[Document] = []
    refused = 0
    for number in ids:
        try:
            done.append(change(number))
        except GatewayError as error:
            note(f"gateway: {error}")
            refused += 1
    if as_json:
        emit(done, as_json)
    else:
        write(f"{len(done)} done{f', {refused} refused' if refused else ''}.\n")
    if refused:
        raise typer.Exit(2)
