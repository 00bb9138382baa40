"""`gateway templates` and `gateway rules`: policy and wording, previewed and tested."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.opening import load_config, tell_move
from gateway.cli.options import Json
from gateway.cli.output import emit, fault_document, note, write
from gateway.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from gateway.templating import Templates

REPLIES = "replies/"  # before the name of a canned reply
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
    """List every template and canned reply with the languages it is written in.

    Example: gateway templates list"""
    found = _templates(ctx)
    rows = [{"name": name, "languages": list(found.languages(name))} for name in found.names() if found.languages(name)]
    canned = [{"name": f"{REPLIES}{one}", "languages": list(found.reply_languages(one))} for one in found.reply_names()]
    emit([*rows, *canned], as_json, TEMPLATE_COLUMNS)


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
    """Show a mail as it would be, with invented contents.

    Example: gateway templates show ack_new_ticket --lang de"""
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
    from gateway.cli.checking import rules_folder

    folder = rules_folder(load_config(ctx))
    tell_move(folder)
    return folder.path


@templates.command("copy")
def copy_template(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from templates list.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Your folder of templates; made if it is missing.")],
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="L", help="A language; default: the configured.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Copy a template that comes with the gateway, to change it.

    Example: gateway templates copy ack_new_ticket --lang de templates"""
    from gateway.config import shipped

    language = lang or load_config(ctx).gateway.language
    source = Path("mail", language, f"{name}.txt")
    original = shipped("templates") / source
    if Path(name).name != name or Path(language).name != language or not original.is_file():
        raise NotFound(f"there is no template {name} in {language}. Run: gateway templates list")
    _copy_file(original, folder / source)
    _tell_copied(folder, [str(folder / source)], "templates", as_json)


@rules.command("copy")
def copy_rules(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Your folder of rules; made if it is missing.")],
    as_json: Json = False,
) -> None:
    """Copy all rules that come with the gateway, to change them.

    Example: gateway rules copy rules"""
    from gateway.config import shipped

    original = shipped("rules")
    files = sorted(path.relative_to(original) for path in original.rglob("*.toml"))
    for file in files:
        _copy_file(original / file, folder / file)
    _tell_copied(folder, [str(folder / file) for file in files], "rules", as_json)


def _copy_file(original: Path, copy: Path) -> None:
    """A file that is there already stops all: it is somebody's work. Raises NotAllowed."""
    from gateway.cli.setup import write_once

    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotAllowed(f"{copy.parent} cannot be made: {error.strerror}.") from error
    if not write_once(copy, original.read_bytes()):
        raise NotAllowed(f"{copy} exists and was left as it is. Name another folder, or move it away.")


def _tell_copied(folder: Path, files: list[str], key: str, as_json: bool) -> None:
    if as_json:
        emit({"folder": str(folder), "created": files}, as_json)
        return
    write("".join(f"created {one}\n" for one in files))
    write(f'Next: write {key} = "{folder.absolute()}" under [gateway] of the configuration, then run gateway check\n')


@rules.command("list")
def list_rules(ctx: typer.Context, as_json: Json = False) -> None:
    """List the rules in the order in which they are read.

    Example: gateway rules list"""
    from gateway.rules.decisions.book import RuleBook

    book = RuleBook.load(_rules_folder(ctx))
    rows = [{"rule": one.name, "file": f"{one.file}.toml", "id": one.id, "why": one.why} for one in book.rules()]
    emit(rows, as_json, RULE_COLUMNS)


@rules.command("test")
def play_examples(ctx: typer.Context, as_json: Json = False) -> None:
    """Play every example of every rule; exit 1 when another rule decides one.

    Example: gateway rules test"""
    from gateway.rules.decisions.book import RuleBook

    folder = _rules_folder(ctx)
    found = RuleBook.check(folder)
    rules_read = [] if found else RuleBook.load(folder).rules()
    examples = sum(len(rule.examples) for rule in rules_read)
    if as_json:
        faults = [fault_document(one) for one in found]
        emit({"rules": len(rules_read), "examples": examples, "faults": faults}, as_json)
    for fault in found:
        note(f"gateway: {fault}")
    if found:
        raise typer.Exit(1)
    if not as_json:
        write(f"{len(rules_read)} rules, {examples} examples, all decided as written.\n")
