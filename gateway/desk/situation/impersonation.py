"""Does a mail pretend to come from us or from a customer? With what we are called and whom we know."""

from collections.abc import Iterable
from functools import lru_cache

from gateway.config import Config
from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import our_domains
from gateway.desk.situation.senders import Sender
from gateway.domain.phrase import Phrase, phrase
from gateway.mail.identity.impersonation import Ours, Sign, homoglyph, impersonations
from gateway.mail.message import Message
from gateway.store.store import UnitOfWork


def signs_of(desk: Desk, work: UnitOfWork, message: Message, sender: Sender) -> tuple[Sign, ...]:
    """Everything conspicuous in From. Only the domain of somebody we do not know can look like a known one."""
    us = ours(desk.config)
    found = impersonations(message.from_, us)
    if sender.known_domain or not message.from_:
        return found
    address = sender.address or message.from_[0].address
    known = us.domains, work.directory.domains_by_skeleton()
    alike = next((sign for one in known if (sign := homoglyph(address, one))), None)
    return (*found, alike) if alike else found


def warning(signs: Iterable[Sign]) -> Phrase | None:
    """A sentence for our own people about the signs of a mail, None without any."""
    found = tuple(phrase(f"sign.{one.kind}", **one.values) for one in signs)
    return phrase("quarantine.careful", signs=found) if found else None


def ours(config: Config) -> Ours:
    """What only we may be called."""
    settings = config.gateway
    return _ours(our_domains(config), settings.name, settings.sender_name)


@lru_cache(maxsize=8)
def _ours(domains: frozenset[str], name: str, sender_name: str) -> Ours:
    return Ours.of(domains, (name, sender_name.format(name=name)))
