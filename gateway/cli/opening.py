"""What commands open: the configuration, the clock, the store, the whole desk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gateway.cli.output import note
from gateway.errors import NotAllowed

if TYPE_CHECKING:  # imported where they are needed: each costs a part of the time to start
    from gateway.config import Config
    from gateway.desk.act import Act
    from gateway.desk.desk import Desk
    from gateway.domain.event import Channel
    from gateway.mail.message import Message
    from gateway.ports import Clock
    from gateway.rules.decisions.book import RuleBook
    from gateway.rules.folder import RulesFolder
    from gateway.store.store import Store, UnitOfWork


def load_config(ctx: typer.Context) -> "Config":
    """The configuration that `--config`, the environment or the present folder names. Raises ConfigurationError."""
    from gateway.config import config_path, load

    return load(config_path(named_config(ctx)))


def named_config(ctx: typer.Context) -> Path | None:
    """The file given with `--config`, None where it was not given."""
    return ctx.obj if isinstance(ctx.obj, Path) else None


def choose_clock(config: "Config", at: str | None) -> "Clock":
    """The clock of the machine, or one that stands at `--at`. Raises NotAllowed."""
    from gateway.adapters.clock import FixedClock, SystemClock

    if at is None:
        return SystemClock()
    if not config.gateway.allow_simulated_time:
        raise NotAllowed("--at is not allowed here. Set allow_simulated_time = true under [gateway] on a test system.")
    return FixedClock(read_instant(at))


def read_instant(text: str) -> datetime:
    """ISO 8601 with offset, in UTC. Raises NotAllowed."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("no offset")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotAllowed(f"--at {text}: write ISO 8601 with an offset, such as 2026-03-02T09:00:00+01:00.") from error


def open_store(ctx: typer.Context, config: "Config | None" = None) -> "Store":
    """The database of the configuration, closed when the command ends."""
    from gateway.app.store import open_store as open_it

    store = open_it(config or load_config(ctx))
    ctx.call_on_close(store.close)
    return store


def load_rules(config: "Config") -> "RuleBook":
    """The rules of the configuration, all of them checked. Raises ConfigurationError."""
    from gateway.rules.decisions.book import RuleBook

    return RuleBook.load(config.resolve(config.gateway.rules) if config.gateway.rules else None)


def stored_message(config: "Config", work: "UnitOfWork", mail_id: int) -> "Message":
    """A stored mail as it is read. Raises NotFound."""
    from gateway.app.reading import reading_limits
    from gateway.mail.parse import parse

    return parse(work.mails.load(mail_id).mail.content, reading_limits(config))


def tell_move(rules: "RulesFolder") -> None:
    """Say how a folder of rules in the old layout moves."""
    if rules.move:
        note(f"gateway: {rules.move}")


def open_desk(ctx: typer.Context, at: str | None = None) -> "Desk":
    """Everything a use case needs, closed when the command ends."""
    from gateway.app.desk import build

    config = load_config(ctx)
    desk = build(config, choose_clock(config, at))
    tell_move(desk.rules.folder)
    ctx.call_on_close(desk.store.close)
    return desk


def act_of(desk: "Desk", work: "UnitOfWork", by: str) -> "Act":
    """What somebody does at the command line, now."""
    from gateway.desk.act import Act
    from gateway.domain.event import Actor, Event

    return Act(desk, work, Event(desk.clock.now(), Actor(by), "cli"))


def act_as(desk: "Desk", work: "UnitOfWork", mail: str | None, channel: "Channel" = "cli") -> "Act":
    """What one of our people does at the command line, now, or the operator of the machine. Raises NotAllowed."""
    from gateway.desk.act import Act
    from gateway.domain.event import Actor, Event

    person = work.directory.staff(mail) if mail else None
    if mail and person is None:
        raise NotAllowed(f"--as {mail}: nobody under [[staff]] of the directory has this address.")
    actor = Actor(person.email, person.name, staff=person) if person else Actor(operator())
    return Act(desk, work, Event(desk.clock.now(), actor, channel))


def operator() -> str:
    """Who sits at the command line, as the machine knows them."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"  # a user without a name, as in some containers
