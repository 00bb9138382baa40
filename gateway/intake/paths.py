"""Addresses in SMTP commands: how a path is written, and which recipients are ours."""

from collections.abc import Iterable
from string import ascii_letters, digits

from gateway.config import Addresses, Config

PATH_LENGTH = 512  # characters; RFC 5321 section 4.5.3.1.3 asks for 256, long bounce addresses exist
ATEXT = frozenset(ascii_letters + digits + "!#$%&'*+-/=?^_`{|}~.")  # RFC 5321 section 4.1.2, with the dot
DETAIL = frozenset(ascii_letters + digits + "._=-+")  # of a sub-address: nothing that another host could route by
DOMAIN = frozenset(ascii_letters + digits + "-.")
LITERAL = frozenset(ascii_letters + digits + ":.-")

MALFORMED = "553 5.1.3 That is not a mail address"
NOT_OURS = "550 5.7.1 We do not relay mail to that domain"
UNKNOWN = "550 5.1.1 No such mailbox here"

ROLES = ("postmaster", "abuse")  # RFC 2142, RFC 5321 section 4.5.1


class BadPath(ValueError):
    """A path that cannot be read; its text is the reply."""


def read_path(text: str) -> tuple[str, str]:
    """The address in `<address> parameters` (without brackets; "" for `<>`) and the parameters. Raises BadPath.

    Source routes (RFC 5321 appendix C) are refused. Brackets may be missing, as old clients leave them out.
    """
    if text.startswith("<"):
        end = _closing_bracket(text)
        address, rest = text[1:end], text[end + 1 :]
        if rest and not rest.startswith(" "):
            raise BadPath(MALFORMED)
    else:
        address, _, rest = text.partition(" ")
        if not address:
            raise BadPath(MALFORMED)
    if len(address) > PATH_LENGTH or address.startswith("@"):
        raise BadPath(MALFORMED)
    return address, rest.strip()


def _closing_bracket(text: str) -> int:
    if '"' not in text and ">" in text:
        return text.index(">")
    quoted = escaped = False
    for position, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == ">" and not quoted:
            return position
    raise BadPath(MALFORMED)


def is_sender(address: str) -> bool:
    """Whether this can be the address of a sender: local@domain, quoted local parts and address literals included."""
    local, at, domain = address.rpartition("@")
    return bool(at and _is_local(local) and _is_domain(domain))


def _is_local(local: str) -> bool:
    if local.startswith('"'):
        return _is_quoted(local)
    return bool(local) and ATEXT.issuperset(local)


def _is_quoted(local: str) -> bool:
    inside = local[1:-1]
    if len(local) < 3 or not local.endswith('"') or not inside.isprintable():
        return False
    unescaped = inside.replace("\\\\", "").replace('\\"', "")
    return '"' not in unescaped and not unescaped.endswith("\\")


def _is_domain(domain: str) -> bool:
    if domain.startswith("["):
        return domain.endswith("]") and len(domain) > 2 and LITERAL.issuperset(domain[1:-1])
    labels = domain.split(".")
    return DOMAIN.issuperset(domain) and all(0 < len(label) < 64 for label in labels)


class Recipients:
    """The addresses mail is taken in for; everything else is refused at RCPT, so nothing is relayed."""

    def __init__(self, config: Config) -> None:
        ours = {address.lower() for address in _addresses(config.addresses)}
        self._domains = {address.rpartition("@")[2] for address in ours} | {config.gateway.domain.lower()}
        self._mailboxes = ours | {f"{role}@{domain}" for role in ROLES for domain in self._domains}

    def refusal(self, address: str) -> str | None:
        """The reply that refuses a recipient, or None for one of ours, sub-addresses `local+detail` included."""
        local, at, domain = address.lower().rpartition("@")
        if not at:
            return None if domain == "postmaster" else MALFORMED
        if not local or not ATEXT.issuperset(local):
            return MALFORMED
        if domain not in self._domains:
            return NOT_OURS
        if f"{local}@{domain}" in self._mailboxes:
            return None
        mailbox, _, detail = local.partition("+")
        known = f"{mailbox}@{domain}" in self._mailboxes
        return None if known and DETAIL.issuperset(detail) else UNKNOWN


def _addresses(addresses: Addresses) -> Iterable[str]:
    yield from addresses.support
    yield from addresses.escalation
    yield from addresses.training
    yield from addresses.alerts
    yield addresses.bounces
