"""Which of our addresses a delivery came to, and what their sub-addresses carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from gateway.config import Addresses, Config
from gateway.domain.facts import Role
from gateway.mail.envelope import Envelope
from gateway.mail.header.addresses import mailboxes
from gateway.mail.message import Message

_TRACE_FIELDS = ("Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True, slots=True)
class Addressed:
    """The roles of our addresses among the addressees.

    `details` are the parts behind `+` of support addresses, `bounce_details` those of the bounce address.
    `hidden` are roles that only the envelope names: the sender used Bcc. `support` is the support address that was
    written to, one beside the first of the configuration rather than that; empty where there is none.
    """

    roles: frozenset[Role]
    details: tuple[str, ...]
    bounce_details: tuple[str, ...]
    hidden: frozenset[Role]
    support: str = ""


def addressed(message: Message, envelope: Envelope, ours: Addresses) -> Addressed:
    """The envelope decides; where there is none, the trace fields and To and Cc do."""
    visible = [mailbox.address for mailbox in (*message.to, *message.cc)]
    delivered = list(envelope.recipients) or [*visible, *_trace(message)]
    roles = _roles(delivered, ours)
    return Addressed(
        roles=roles,
        details=_details([*delivered, *visible], ours.support),
        bounce_details=_details(delivered, (ours.bounces,)),
        hidden=roles - _roles(visible, ours) if envelope.recipients else frozenset(),
        support=_support([*delivered, *visible], ours.support) if "support" in roles else "",
    )


def _trace(message: Message) -> list[str]:
    values = [value for name in _TRACE_FIELDS for value in message.headers.all(name)]
    return [mailbox.address for mailbox in mailboxes(values)]


@lru_cache(maxsize=1024)  # most are ours, and every address of a mail is asked for several times
def split_detail(address: str) -> tuple[str, str]:
    """`support+x@vendor.example` as (`support@vendor.example`, `x`), the whole in lower case but for the detail."""
    local, _, domain = address.rpartition("@")
    base, _, detail = local.partition("+")
    return f"{base.lower()}@{domain.lower()}", detail


def role_of(address: str, ours: Addresses) -> Role | None:
    """The role of one of our addresses, sub-addresses included; None for any other."""
    return _role_in(_table(ours), address)


def _role_in(table: Mapping[str, Mapping[str, Role]], address: str) -> Role | None:
    base, _ = split_detail(address)
    local, _, domain = base.rpartition("@")
    at_domain = table.get(domain)
    if at_domain is None:
        return None
    return at_domain.get(local) or ("postmaster" if local in ("postmaster", "abuse") else None)


def our_domains(config: Config) -> frozenset[str]:
    """The domains of our addresses, and that of our Message-IDs."""
    return _our_domains(config.gateway.domain, config.addresses)


@lru_cache(maxsize=8)
def _our_domains(domain: str, ours: Addresses) -> frozenset[str]:
    return frozenset({domain.lower(), *_table(ours)})


@lru_cache(maxsize=8)
def _table(ours: Addresses) -> Mapping[str, Mapping[str, Role]]:
    """Domain to local part to role, all in lower case; an address of two roles has the first."""
    table: dict[str, dict[str, Role]] = {}
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("support", ours.support),
        ("escalation", ours.escalation),
        ("training", ours.training),
        ("alerts", ours.alerts),
        ("bounces", (ours.bounces,)),
    )
    for role, addresses in roles:
        for address in addresses:
            local, _, domain = address.lower().rpartition("@")
            table.setdefault(domain, {}).setdefault(local, role)
    return MappingProxyType({domain: MappingProxyType(locals_) for domain, locals_ in table.items()})


def _roles(addresses: list[str], ours: Addresses) -> frozenset[Role]:
    table = _table(ours)  # once: to look it up costs more than to look into it
    return frozenset([role for address in addresses if (role := _role_in(table, address))])


def _support(addresses: list[str], ours: tuple[str, ...]) -> str:
    """Where a mail came to several, all deliveries of it give the same, and one with a purpose of its own counts."""
    bases = {split_detail(address)[0] for address in addresses}
    there = [one.lower() for one in (*ours[1:], ours[0]) if one.lower() in bases]
    return there[0] if there else ""


def _details(addresses: list[str], bases: tuple[str, ...]) -> tuple[str, ...]:
    split = [split_detail(address) for address in addresses if "+" in address]
    if not split:  # as nearly always
        return ()
    lowered = {base.lower() for base in bases}
    return tuple(dict.fromkeys(detail for base, detail in split if detail and base in lowered))
