"""`gateway directory`: the customers and contracts, from and to a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import load_config, open_store
from gateway.cli.options import Json
from gateway.cli.output import emit, write

if TYPE_CHECKING:
    from gateway.store.directory.file import Difference

STARTER = "docs/directory.example.toml"  # what `gateway init` writes

directory = typer.Typer(help="Customers, contacts, contracts, apps, licenses, staff.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(directory, name="directory")


@directory.command("import")
def import_directory(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A directory.toml.")],
    allow_removals: Annotated[
        bool, typer.Option("--allow-removals", help="Also when more than a fifth of the entries would be removed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Load a directory file.

    All or nothing, safe to repeat; entries that the file lacks are removed, and what differs is printed.
    Example: gateway directory import directory.toml"""
    from gateway.cli.checking import plan_codes
    from gateway.config import shipped
    from gateway.desk.directory.import_export import difference_document, import_rows, read_file

    config = load_config(ctx)
    rows, starter = read_file(file, plan_codes(config)), read_file(shipped(STARTER))
    with open_store(ctx, config).begin() as work:
        differences = import_rows(work, rows, allow_removals, starter)
    if as_json:
        emit(difference_document(differences), as_json)
    else:
        write("\n".join(_lines(differences)) + "\n")


def _lines(differences: "dict[str, Difference]") -> list[str]:
    lines: list[str] = []
    for table, one in differences.items():
        lines += [f"+ {table} {key}" for key in one.added]
        for changed in one.changed:
            fields = (f"{name} {_shown(before)} -> {_shown(after)}" for name, (before, after) in changed.fields.items())
            lines.append(f"~ {table} {changed.key}: {', '.join(fields)}")
        lines += [f"- {table} {key}" for key in one.removed]
    counts = (sum(len(part) for part in (d.added, d.changed, d.removed)) for d in differences.values())
    return [*lines, f"{sum(counts)} entries differ." if lines else "Nothing is different."]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return "nothing" if value is None else str(value)


@directory.command("export")
def export_directory(ctx: typer.Context, as_json: Json = False) -> None:
    """Print the directory as a file that import reads.

    With --json the same tables as JSON.
    Example: gateway directory export > directory.toml"""
    from gateway.desk.directory.import_export import export, export_document

    with open_store(ctx).read() as work:
        if as_json:
            emit(export_document(work), as_json)
        else:
            write(export(work))
