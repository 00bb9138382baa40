"""`gateway templates` and `gateway rules`: policy and wording, previewed and tested."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import load_config
from gateway.cli.options import Json
from gateway.cli.output import emit, note, write
from gateway.errors import ConfigurationError

if TYPE_CHECKING:
    from gateway.templating import Templates

RULE_COLUMNS = ("rule", "why")
TEMPLATE_COLUMNS = ("name", "languages")

templates = typer.Typer(help="The wording of mail.", no_args_is_help=True, rich_markup_mode=None)
rules = typer.Typer(help="The rules that decide.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(templates, name="templates")
    app.add_typer(rules, name="rules")


def _templates(ctx: typer.Context) -> "Templates":
    from gateway.cli.checking import folder_of
    from gateway.templating import Templates

    config = load_config(ctx)
    return Templates.load(folder_of(config, config.gateway.templates), config.gateway.language)


@templates.command("list")
def list_templates(ctx: typer.Context, as_json: Json = False) -> None:
    """List every template and the languages it is written in."""
    found = _templates(ctx)
    rows = [{"name": name, "languages": list(found.languages(name))} for name in found.names() if found.languages(name)]
    emit(rows, as_json, TEMPLATE_COLUMNS)


@templates.command("show")
def show_template(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from templates list.")],
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="L", help="A language; default: the configured.")
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="The HTML form instead of the text.")] = False,
    as_json: Json = False,
) -> None:
    """Show a mail as it would be, with invented contents."""
    found = _templates(ctx)
    language = lang or load_config(ctx).gateway.language
    mail = found.render(name, found.sample(name, language))
    page = found.html(mail.text, mail.language)
    if as_json:
        emit(
            {"name": name, "language": mail.language, "subject": mail.subject, "text": mail.text, "html": page}, as_json
        )
    else:
        write(page if html else f"Subject: {mail.subject}\n\n{mail.text}\n")


def _rules_folder(ctx: typer.Context) -> Path:
    from gateway.cli.checking import folder_of
    from gateway.config import shipped

    config = load_config(ctx)
    return folder_of(config, config.gateway.rules) or shipped("rules")


@rules.command("list")
def list_rules(ctx: typer.Context, as_json: Json = False) -> None:
    """List the rules in the order in which they are read."""
    from gateway.rules.book import RuleBook

    book = RuleBook.load(_rules_folder(ctx))
    rows = [{"rule": one.name, "file": f"{one.file}.toml", "id": one.id, "why": one.why} for one in book.rules()]
    emit(rows, as_json, RULE_COLUMNS)


@rules.command("test")
def play_examples(ctx: typer.Context, as_json: Json = False) -> None:
    """Play every example of every rule; exit 1 when another rule decides one."""
    from gateway.rules.book import RuleBook

    folder = _rules_folder(ctx)
    found = RuleBook.check(folder)
    rules_read = [] if found else RuleBook.load(folder).rules()
    examples = sum(len(rule.examples) for rule in rules_read)
    if as_json:
        emit({"rules": len(rules_read), "examples": examples, "faults": [_fault(one) for one in found]}, as_json)
    for fault in found:
        note(f"gateway: {fault}")
    if found:
        raise typer.Exit(1)
    if not as_json:
        write(f"{len(rules_read)} rules, {examples} examples, all decided as written.\n")


def _fault(fault: ConfigurationError) -> dict[str, str | None]:
    return {"file": fault.file, "key": fault.key, "problem": fault.problem, "next_step": fault.next_step or None}
