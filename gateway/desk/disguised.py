"""Does a mail pretend to come from us or from a customer? With what we are called and whom we know."""

from collections.abc import Iterable
from functools import lru_cache

from gateway.config import Addresses, Config
from gateway.desk.addressed import our_domains
from gateway.desk.desk import Desk
from gateway.desk.people import Sender
from gateway.mail.disguise import Ours, Sign, disguises, look_alike
from gateway.mail.message import Message
from gateway.store.store import Work


def signs_of(desk: Desk, work: Work, message: Message, sender: Sender) -> tuple[Sign, ...]:
    """Everything conspicuous in From. Only the domain of somebody we do not know can look like a known one."""
    us = ours(desk.config)
    found = disguises(message.from_, us)
    if sender.known_domain or not message.from_:
        return found
    address = sender.address or message.from_[0].address
    known = us.domains, work.directory.domains_by_skeleton()
    alike = next((sign for one in known if (sign := look_alike(address, one))), None)
    return (*found, alike) if alike else found


def warning(lines: Iterable[str]) -> str:
    """A sentence for our own people about the signs of a mail, empty without any."""
    found = "; ".join(lines)
    return f"Careful with its sender: {found}." if found else ""


def ours(config: Config) -> Ours:
    """What only we may be called."""
    settings = config.gateway
    return _ours(settings.domain, settings.name, settings.sender_name, config.addresses)


@lru_cache(maxsize=8)
def _ours(domain: str, name: str, sender_name: str, addresses: Addresses) -> Ours:
    return Ours.of({domain.lower(), *our_domains(addresses)}, (name, sender_name.format(name=name)))
