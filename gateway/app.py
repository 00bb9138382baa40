"""The composition root: the only place that knows every part."""

from dataclasses import fields

from gateway.adapters.clock import SystemClock
from gateway.adapters.verifier import verifier_for
from gateway.config import Config, read_keys
from gateway.desk.desk import Desk
from gateway.desk.unsubscribe import Subscriptions
from gateway.desk.wording import missing_templates
from gateway.domain.token import Signer
from gateway.mail.limits import Limits
from gateway.ports import Clock
from gateway.rules.book import RuleBook
from gateway.store.store import Store
from gateway.templating import Templates


def open_signer(config: Config, clock: Clock) -> Signer:
    """What signs reply addresses, Message-IDs and links. Raises ConfigurationError."""
    return Signer(read_keys(config, clock.now().date()), config.gateway.domain)


def open_subscriptions(config: Config, store: Store) -> Subscriptions:
    """What the pages for readers of optional mail need. Raises ConfigurationError."""
    clock = SystemClock()
    return Subscriptions(store, open_signer(config, clock), clock)


def build(config: Config, clock: Clock | None = None) -> Desk:
    """A desk for a configuration. Raises ConfigurationError; opens the database only when it is first used."""
    settings, clock = config.gateway, clock or SystemClock()
    rules = RuleBook.load(config.resolve(settings.rules) if settings.rules else None)
    templates = Templates.load(config.resolve(settings.templates) if settings.templates else None, settings.language)
    if faults := missing_templates(rules, templates):
        raise faults[0]
    return Desk(
        config=config,
        store=Store(config.database_url),
        clock=clock,
        verifier=verifier_for(config),
        rules=rules,
        templates=templates,
        signer=open_signer(config, clock),
        reading=Limits(**{name.name: getattr(config.limits, name.name) for name in fields(Limits)}),
    )
