"""The program `gateway`: all commands together, and how every error leaves it."""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from gateway import __version__
from gateway.cli import (
    audit,
    case_acts,
    case_people,
    cases,
    demo,
    directory,
    escalation_acts,
    keys,
    licenses,
    mails,
    outages,
    outgoing,
    problems,
    quarantine,
    receiving,
    reports,
    running,
    senders,
    setup,
    signing,
    unsubscribed,
    wording,
)
from gateway.cli.doctor import doctor
from gateway.cli.output import describe, note, write
from gateway.errors import DatabaseAway, GatewayError

EXIT_INTERRUPTED = 130
_NO_SCHEMA = ("no such table", "no such column", "does not exist", "undefinedtable")

app = typer.Typer(
    name="gateway",
    help="A support desk by mail: tickets, case notes, escalations, acknowledgements and renewal notices.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
PARTS = (
    setup,
    running,
    receiving,
    cases,
    case_acts,
    case_people,
    problems,
    outages,
    escalation_acts,
    mails,
    outgoing,
    quarantine,
    audit,
    reports,
)
for part in PARTS:
    part.register(app)
for part in (quarantine, audit, directory, licenses, senders, unsubscribed, wording, signing, keys, doctor, demo):
    part.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        write(f"gateway {__version__}\n")
        raise typer.Exit(0)


@app.callback()
def _options(
    ctx: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Configuration; default: $GATEWAY_CONFIG, else ./config.toml."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    ctx.obj = config


@cache
def _command() -> Any:
    """All commands with their options, put together once."""
    return get_command(app)


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Errors become one line each on standard error, never a trace."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
    try:
        code = _command().main(args=list(arguments), prog_name="gateway", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except GatewayError as error:
        return _refuse(error)
    except TyperException as error:
        return _misused(error)
    except (typer.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except Exception as error:  # the last door: a person is told in one line, and where to look
        return _unexpected(error)


def _refuse(error: GatewayError) -> int:
    for fault in getattr(error, "faults", (error,)):
        note(f"gateway: {str(fault) or type(fault).__name__}{_next_step(fault)}")
    _show_trace(error)
    return error.exit_code


def _next_step(error: GatewayError) -> str:
    if isinstance(error, DatabaseAway):
        return (
            " Run: gateway init" if any(word in str(error).lower() for word in _NO_SCHEMA) else " Run: gateway doctor"
        )
    return ""


def _misused(error: TyperException) -> int:
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", None) or "gateway"
    message = error.format_message()
    if message.startswith("Usage:"):  # a group without a command shows its help
        note(message)
    else:
        note(f"gateway: {message.rstrip('.').removesuffix('?')}. Run: {path} --help")
    return int(getattr(error, "exit_code", 2))


def _unexpected(error: Exception) -> int:
    if isinstance(error, ModuleNotFoundError) and error.name == "psycopg":
        note('gateway: PostgreSQL needs its driver. Run: pip install "support-gateway[postgres]"')
    else:
        note(f"gateway: {describe(error)}")
    _show_trace(error)
    return 1


def _show_trace(error: BaseException) -> None:
    from gateway.config import debugging

    if debugging():
        import traceback

        traceback.print_exception(error)
