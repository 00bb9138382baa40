"""Every fault that can be found without the network: configuration, keys, rules, templates, directory."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.errors import ConfigurationError, ConfigurationFaults

if TYPE_CHECKING:
    from gateway.config import Config
    from gateway.templating import Templates

DIRECTORY_FILE = "directory.toml"


def folder_of(config: "Config", path: Path | None) -> Path | None:
    """A folder that the configuration names, None for what is shipped."""
    return None if path is None else config.resolve(path)


def plan_codes(config: "Config") -> tuple[str, ...]:
    """The service plans that contracts may name. Raises ConfigurationError."""
    from gateway.config import shipped
    from gateway.rules.data import PolicyData

    folder = folder_of(config, config.gateway.rules)
    return PolicyData(folder or shipped("rules")).service_levels.codes


def faults(config: "Config") -> Iterator[ConfigurationError]:
    """All faults of a configuration that could be loaded, and of everything it names."""
    yield from _named_files(config)
    yield from _rules(folder_of(config, config.gateway.rules))
    yield from _templates(config)
    yield from _directory(config)


def all_of(error: ConfigurationError) -> tuple[ConfigurationError, ...]:
    """The faults that an error stands for."""
    return error.faults if isinstance(error, ConfigurationFaults) else (error,)


def _named_files(config: "Config") -> Iterator[ConfigurationError]:
    """Keys, passwords and certificates, and values that only their users can read."""
    from gateway.adapters.authentication.dns_client import read_servers
    from gateway.adapters.dkim_signer import signing_keys
    from gateway.adapters.trusted_peers import TrustedPeers
    from gateway.config import read_keys, read_secret
    from gateway.intake.door import tls_context

    passwords = (config.smarthost.password, *(mailbox.password for mailbox in config.imap))
    yield from _tried(
        partial(read_keys, config),
        partial(signing_keys, config),
        partial(TrustedPeers, config.authentication.trusted_peers, str(config.path)),
        partial(read_servers, config.authentication.nameservers, str(config.path)),
        *(partial(read_secret, config, one) for one in passwords if one),
        *(partial(tls_context, config, one) for one in config.listener),
    )


def _tried(*steps: Callable[[], object]) -> Iterator[ConfigurationError]:
    """The faults that these steps run into."""
    for step in steps:
        try:
            step()
        except ConfigurationError as error:
            yield from all_of(error)


def _rules(folder: Path | None) -> Iterator[ConfigurationError]:
    from gateway.config import shipped
    from gateway.rules.book import RuleBook
    from gateway.rules.data import PolicyData

    yield from RuleBook.check(folder)
    data = PolicyData(folder or shipped("rules"))
    parts = [name for name, attribute in vars(PolicyData).items() if isinstance(attribute, cached_property)]
    yield from _tried(*(partial(getattr, data, name) for name in parts))


def _templates(config: "Config") -> Iterator[ConfigurationError]:
    from gateway.templating import Templates

    try:
        templates = Templates.load(folder_of(config, config.gateway.templates), config.gateway.language)
    except ConfigurationError as error:
        yield error
    else:
        yield from templates.check()
        yield from _replies(config, templates)


def _replies(config: "Config", templates: "Templates") -> Iterator[ConfigurationError]:
    """Templates that rules name; faults of the rules themselves are told elsewhere."""
    from gateway.desk.wording import missing_templates
    from gateway.rules.book import RuleBook

    try:
        rules = RuleBook.load(folder_of(config, config.gateway.rules))
    except ConfigurationError:
        return
    yield from missing_templates(rules, templates)


def _directory(config: "Config") -> Iterator[ConfigurationError]:
    from gateway.desk.directory import read_file

    try:
        plans = plan_codes(config)
    except ConfigurationError:
        plans = ()  # a fault of the rules, told there
    path = config.folder / DIRECTORY_FILE
    if path.exists():
        yield from _tried(partial(read_file, path, plans))
    yield from _imported(config, plans)


def _imported(config: "Config", plans: tuple[str, ...]) -> Iterator[ConfigurationError]:
    """The directory in the database, where looking at it needs no network and creates nothing."""
    from gateway.desk.directory import check_imported
    from gateway.errors import TryAgain
    from gateway.store.store import Store

    path = config.database_url.removeprefix("sqlite:///")
    if path == config.database_url or not Path(path).is_file():
        return
    store = Store(config.database_url)
    try:
        with store.read() as work:
            yield from check_imported(work, path, plans)
    except TryAgain as error:
        yield ConfigurationError(path, "database", f"cannot be read: {error}.", "Run: gateway init")
    finally:
        store.close()
