"""The desk of a configuration: the one place that knows every part."""

from gateway.adapters.clock import SystemClock
from gateway.adapters.scanner import scanner_for
from gateway.adapters.verifier import verifier_for
from gateway.app.reading import reading_codec, reading_limits
from gateway.app.store import open_store
from gateway.config import Config, read_keys
from gateway.desk.delivery.linked_files import LinkedFiles
from gateway.desk.desk import Desk
from gateway.desk.outgoing.unsubscribe import Subscriptions
from gateway.domain.token import Signer
from gateway.ports import Clock
from gateway.rules.decisions.book import RuleBook
from gateway.store.store import Store
from gateway.templating import Templates


def open_signer(config: Config, clock: Clock) -> Signer:
    """What signs reply addresses, Message-IDs and links. Raises ConfigurationError."""
    return Signer(read_keys(config, clock.now().date()), config.gateway.domain)


def open_templates(config: Config) -> Templates:
    """The templates and words of a configuration, the words read and checked. Raises ConfigurationError."""
    folder = config.gateway.templates
    templates = Templates.load(config.resolve(folder) if folder else None, config.gateway.language)
    templates.read_all_words()
    return templates


def open_subscriptions(config: Config, store: Store) -> Subscriptions:
    """What the pages for readers of optional mail need. Raises ConfigurationError."""
    clock = SystemClock()
    return Subscriptions(store, open_signer(config, clock), clock, open_templates(config))


def open_files(config: Config, store: Store) -> LinkedFiles | None:
    """What the links to files need; None where no mail has such links. Raises ConfigurationError."""
    if config.http.public_url is None:
        return None
    clock = SystemClock()
    return LinkedFiles(store, open_signer(config, clock), clock, reading_limits(config), scanner_for(config))


def load_policy(config: Config) -> tuple[RuleBook, Templates]:
    """The rules, all of them checked, and the templates. Raises ConfigurationError."""
    settings = config.gateway
    rules = RuleBook.load(config.resolve(settings.rules) if settings.rules else None)
    return rules, open_templates(config)


def build(config: Config, clock: Clock | None = None) -> Desk:
    """A desk for a configuration. Raises ConfigurationError; opens the database only when it is first used."""
    clock = clock or SystemClock()
    rules, templates = load_policy(config)
    signer = open_signer(config, clock)
    return Desk(
        config=config,
        store=open_store(config),
        clock=clock,
        verifier=verifier_for(config),
        rules=rules,
        templates=templates,
        signer=signer,
        reading=reading_limits(config),
        codec=reading_codec(config, signer),
        scanner=scanner_for(config),
    )
