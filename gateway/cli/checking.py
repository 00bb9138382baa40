"""Every fault that can be found without the network: configuration, keys, rules, templates, directory."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.errors import ConfigurationError, faults_of

if TYPE_CHECKING:
    from gateway.config import Config
    from gateway.directory_file.reading import Rows
    from gateway.rules.folder import RulesFolder
    from gateway.templating import Templates

DIRECTORY_FILE = "directory.toml"


def folder_of(config: "Config", path: Path | None) -> Path | None:
    """A folder that the configuration names, None for what is shipped."""
    return None if path is None else config.resolve(path)


def rules_folder(config: "Config") -> "RulesFolder":
    """The rules of a configuration."""
    from gateway.config import shipped
    from gateway.rules.folder import RulesFolder

    return RulesFolder(folder_of(config, config.gateway.rules) or shipped("rules"))


def plan_codes(config: "Config") -> tuple[str, ...]:
    """The service plans that contracts may name. Raises ConfigurationError."""
    from gateway.rules.policies.service_levels import SERVICE_LEVELS

    folder = rules_folder(config)
    folder.check()
    return SERVICE_LEVELS.read(folder).codes


def faults(config: "Config") -> Iterator[ConfigurationError]:
    """All faults of a configuration that could be loaded, and of everything it names."""
    from gateway.toml import read_source, with_line

    written = read_source(config.path)
    yield from (with_line(one, written) for one in (*_contradictions(config), *_named_files(config)))
    yield from _rules(config)
    yield from _templates(config)
    yield from _directory(config)


def faults_beside(path: Path) -> Iterator[ConfigurationError]:
    """The faults of rules, templates and directory where the configuration itself has some."""
    config = _rest_of(path)
    if config:
        yield from _rules(config)
        yield from _templates(config)
        yield from _directory(config)


def _rest_of(path: Path) -> "Config | None":
    """What a faulty configuration still says of where rules, templates and directory are; None where nothing can."""
    from gateway.config import Config
    from gateway.toml import read_source

    needed = {
        "support": ["support@vendor.example"],
        "escalation": ["help@vendor.example"],
        "bounces": "b@vendor.example",
    }
    gateway: dict[str, object] = {"name": "Vendor", "domain": "vendor.example"}
    try:
        written = read_source(path).data.get("gateway", {})
        if isinstance(written, dict):
            known = ("rules", "templates", "language", "database")
            gateway |= {key: written[key] for key in known if isinstance(written.get(key), str)}
        return Config.model_validate({"gateway": gateway, "addresses": needed, "path": path.absolute()})
    except (ConfigurationError, ValueError):  # pydantic's error is a ValueError
        return None


def notes(config: "Config") -> Iterator[ConfigurationError]:
    """What is no fault and yet was hardly meant: texts nobody translated, commands nobody described."""
    from gateway.templating import Templates
    from gateway.templating.untranslated import untranslated

    try:
        templates = Templates.load(folder_of(config, config.gateway.templates), config.gateway.language)
        yield from untranslated(templates)
        yield from _undescribed(templates)
    except ConfigurationError:
        return  # a fault, told as one


def _undescribed(templates: "Templates") -> Iterator[ConfigurationError]:
    """Commands of which `#help` can only show the example."""
    from gateway.desk.commands.table import VOCABULARY
    from gateway.domain.phrase import phrase
    from gateway.templating.templates import LAST_RESORT

    file = str(templates.words_files(LAST_RESORT)[0])
    for word in VOCABULARY.values():
        if not word.later and not templates.say_if_known(phrase(f"help.{word.name}"), LAST_RESORT):
            step = "Say there in a few words what the command does."
            yield ConfigurationError(
                file, f"phrases.help.{word.name}", f"is missing: #help only shows {word.example}.", step
            )


def _contradictions(config: "Config") -> Iterator[ConfigurationError]:
    """Values that are well alone and make no sense together, and a domain that is none."""
    file = str(config.path)
    if not is_domain(config.gateway.domain):
        step = "Write the part behind the @ of your addresses, such as vendor.example."
        yield ConfigurationError(file, "gateway.domain", f'"{config.gateway.domain}" is no domain.', step)
    roles: dict[str, list[str]] = {}
    for role, addresses in config.addresses.model_dump().items():
        for address in [addresses] if isinstance(addresses, str) else addresses:
            roles.setdefault(str(address).lower(), []).append(role)
    for address, found in roles.items():
        if len(found) > 1:
            problem = f"{address} is listed as {' and as '.join(found)}."
            yield ConfigurationError(file, f"addresses.{found[-1]}", problem, "Give every address one role, once.")
    places = [f"{one.username} at {one.host}:{one.port}, folder {one.folder}".lower() for one in config.imap]
    for place in sorted({one for one in places if places.count(one) > 1}):
        problem = f"the mailbox {place} stands in {places.count(place)} tables."
        yield ConfigurationError(file, "imap", problem, "Leave one [[imap]] for each mailbox and folder.")


def is_domain(text: str) -> bool:
    """Can this be a domain of mail addresses (RFC 1035 section 2.3.1, letters of any language)?"""
    labels = text.removesuffix(".").split(".")
    return len(text) <= 253 and all(
        0 < len(one) <= 63 and one.replace("-", "").replace("_", "").isalnum() and one[0] != "-" and one[-1] != "-"
        for one in labels
    )


def _named_files(config: "Config") -> Iterator[ConfigurationError]:
    """Keys, passwords and certificates, and values that only their users can read."""
    from gateway.adapters.authentication.dns_client import read_servers
    from gateway.adapters.dkim_signer import signing_keys
    from gateway.adapters.trusted_peers import TrustedPeers
    from gateway.config import read_keys, read_password
    from gateway.intake.context import tls_context

    passwords = (
        ("smarthost.password", config.smarthost.password),
        *(("imap.password", mailbox.password) for mailbox in config.imap),
    )
    yield from faults_of(
        partial(read_keys, config),
        partial(signing_keys, config),
        partial(TrustedPeers, config.authentication.trusted_peers, str(config.path)),
        partial(read_servers, config.authentication.nameservers, str(config.path)),
        *(partial(read_password, config, secret, key) for key, secret in passwords if secret),
        *(partial(tls_context, config, one) for one in config.listener),
    )


def _rules(config: "Config") -> Iterator[ConfigurationError]:
    from gateway.rules.decisions.book import RuleBook

    yield from RuleBook.check(folder_of(config, config.gateway.rules))
    yield from _rights(rules_folder(config))


def _rights(rules: "RulesFolder") -> Iterator[ConfigurationError]:
    """Rights on commands that there are not."""
    from gateway.desk.commands.table import VOCABULARY
    from gateway.domain.command_lines import meant
    from gateway.domain.rights import DEEDS, EVERYTHING, STAFF_MAY
    from gateway.rules.policies.access import ACCESS

    try:
        access = ACCESS.read(rules)
    except ConfigurationError:
        return  # told with the other faults of the rules
    known = {*VOCABULARY, *DEEDS}
    named = {f"who_may.{name}": name for name in access.who_may}
    named |= {
        f"may.{role}.{name}": name for role, names in access.may.items() for name in names - {STAFF_MAY, EVERYTHING}
    }
    for key, name in named.items():
        if name not in known:
            likely = meant(name, known)
            step = f"Did you mean {likely}?" if likely else f"Known are {', '.join(sorted(known))}."
            yield ConfigurationError(str(rules.policy("access")), key, "is no mail command.", step)


def _templates(config: "Config") -> Iterator[ConfigurationError]:
    from gateway.templating import Templates
    from gateway.templating.check import check

    try:
        templates = Templates.load(folder_of(config, config.gateway.templates), config.gateway.language)
    except ConfigurationError as error:
        yield error
    else:
        yield from check(templates)


def _directory(config: "Config") -> Iterator[ConfigurationError]:
    from gateway.desk.directory.import_export import read_file

    try:
        plans = plan_codes(config)
    except ConfigurationError:
        plans = ()  # a fault of the rules, told there
    path = config.folder / DIRECTORY_FILE
    if path.exists():
        yield from faults_of(partial(read_file, path, plans))
    yield from _imported(config, plans)


def _given_to(config: "Config", rows: "Rows", place: str) -> Iterator[ConfigurationError]:
    """Groups that would write to ourselves, and rules that name a group or a person that there is not."""
    from gateway.desk.situation.addresses import role_of
    from gateway.rules.decisions.book import ROUTING

    for code, row in rows["group"].items():
        if role_of(str(row["address"] or ""), config.addresses):
            key = f"group[{code}].address"
            yield ConfigurationError(place, key, "is an address of our own desk.", "Name a mailbox that people read.")
    folder = rules_folder(config)
    try:
        rules = ROUTING.load(folder).rules
    except ConfigurationError:
        return  # told with the other faults of the rules
    for rule in rules:
        people = [(one, "staff") for one in (rule.result.person,) if one]
        for name, table in [*((one, "group") for one in rule.result.groups), *people]:
            if name not in rows[table]:
                problem = f"names the {table} {name}, which is not in the directory."
                step = "Import a directory that has it, or correct the name."
                yield ConfigurationError(str(folder.decision("routing")), f"rule {rule.id}", problem, step)


def _imported(config: "Config", plans: tuple[str, ...]) -> Iterator[ConfigurationError]:
    """The directory in the database, where looking at it needs no network and creates nothing."""
    from gateway.app.store import open_store
    from gateway.desk.directory.import_export import check_imported, imported_rows
    from gateway.errors import TryAgain

    path = config.database_url.removeprefix("sqlite:///")
    if path == config.database_url or not Path(path).is_file():
        return
    store = open_store(config)
    try:
        with store.read() as work:
            yield from check_imported(work, path, plans)
            yield from _given_to(config, imported_rows(work), path)
    except TryAgain as error:
        yield ConfigurationError(path, "database", f"cannot be read: {error}.", "Run: gateway init")
    finally:
        store.close()
