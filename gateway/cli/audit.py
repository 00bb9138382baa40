"""`gateway audit`: every mail taken in ends where a person sees it."""

from typing import TYPE_CHECKING

import typer

from gateway.cli.opening import open_desk
from gateway.cli.options import At, Json
from gateway.cli.output import emit, note

if TYPE_CHECKING:  # imported where it is needed: it costs a part of the time to start
    from gateway.desk.inbound.audit import Audit

COLUMNS = ("mail", "decision", "from", "subject", "missing")


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("audit")(audit_mail)


def audit_mail(ctx: typer.Context, at: At = None, as_json: Json = False) -> None:
    """List mail that nobody answered, was told of or can see; exit 1 for any.

    Example: gateway audit --json
    """
    from gateway.desk.inbound.audit import audit

    desk = open_desk(ctx, at)
    with desk.store.read() as work:
        found = audit(desk, work)
    if as_json:
        emit(_document(found), as_json)
    else:
        _print(found)
    if found.unseen:
        raise typer.Exit(1)


def _document(found: "Audit") -> dict[str, object]:
    return {"mails": found.mails, "ends": dict(found.ends), "unseen": _rows(found)}


def _print(found: "Audit") -> None:
    if found.unseen:
        emit(_rows(found), False, COLUMNS)
        note(f"gateway: {len(found.unseen)} of {found.mails} mails end nowhere. Run: gateway mail show ID")
    else:
        ends = ", ".join(f"{count} {end}" for end, count in found.ends.items()) or "none yet"
        emit(f"Every one of {found.mails} mails ends where a person sees it: {ends}.", False)


def _rows(found: "Audit") -> list[dict[str, object]]:
    return [
        {
            "mail": one.mail.id or None,  # it gets its number with its turn
            "decision": one.mail.decision,
            "from": one.mail.sender_address,
            "subject": one.mail.subject,
            "missing": one.missing,
        }
        for one in found.unseen
    ]
