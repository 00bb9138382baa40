"""`gateway dkim` and `gateway dns`: keys that sign our mail, and the records to publish."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import load_config
from gateway.cli.options import Json
from gateway.cli.output import emit, write
from gateway.cli.setup import write_once
from gateway.errors import NotAllowed

if TYPE_CHECKING:
    from gateway.adapters.authentication.dns_records import Record


class KeyKind(StrEnum):
    """Kinds of signing keys."""

    rsa = "rsa"
    ed25519 = "ed25519"


dkim = typer.Typer(help="Keys that sign outgoing mail.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(dkim, name="dkim")
    app.command("dns")(dns)


@dkim.command("keygen")
def keygen(
    ctx: typer.Context,
    selector: Annotated[str, typer.Option("--selector", metavar="S", help="Names the key in DNS.")] = "gateway",
    kind: Annotated[KeyKind, typer.Option("--kind", help="rsa is understood everywhere.")] = KeyKind.rsa,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Default: dkim-S.pem beside the configuration.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a signing key.

    Shows what to configure and to publish. Never overwrites a key.
    Example: gateway dkim keygen --kind ed25519"""
    from gateway.adapters.authentication.dns_records import dkim_record
    from gateway.adapters.dkim_signer import SigningKey, generate_key, load_key

    config = load_config(ctx)
    pem = generate_key("ed25519-sha256" if kind is KeyKind.ed25519 else "rsa-sha256")
    path = file or config.folder / f"dkim-{selector}.pem"
    if not write_once(path, pem, 0o600):
        raise NotAllowed(f"{path} exists and is left as it is. Choose another --selector or --file.")
    domain = config.addresses.support[0].rpartition("@")[2]
    record = dkim_record(SigningKey(domain, selector, load_key(pem)).public)
    if as_json:
        emit({"file": str(path), "selector": selector, "record": _record(record)}, as_json)
        return
    named = path.name if path.parent == config.folder else str(path)
    lines = (
        f"Wrote {path}. Publish this record:",
        "",
        record.line,
        "",
        f"and when it can be seen, add to {config.path}:",
    )
    snippet = ("", "[dkim]", f'selector = "{selector}"', f'key = {{ file = "{named}" }}', "")
    write("\n".join((*lines, *snippet)))


def dns(
    ctx: typer.Context,
    host: Annotated[
        str | None, typer.Option("--host", metavar="NAME", help="Name of this mail host; default: mail.DOMAIN.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the DNS records our mail needs.

    With them mail arrives, and ours is believed. Looks nothing up.
    Example: gateway dns"""
    from gateway.adapters.authentication.dns_records import records, zone_text
    from gateway.adapters.dkim_signer import signing_keys

    config = load_config(ctx)
    keys = [key.public for key in signing_keys(config)]
    found = records(config, host or f"mail.{config.gateway.domain}", keys)
    if as_json:
        emit([_record(one) for one in found], as_json)
    else:
        write(zone_text(found))


def _record(record: "Record") -> dict[str, str]:
    return {"name": record.name, "type": record.type, "value": record.value, "why": record.why}
