"""May a host send mail for a domain? SPF, RFC 7208.

The text that the modifier `exp` points to is not fetched: nobody would read it. Its syntax is checked all the same.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Final, Literal, get_args

from gateway.adapters.authentication.names import ascii_name, is_below
from gateway.adapters.authentication.resolver import (
    IPAddress,
    Kind,
    Resolver,
    TemporaryDnsFailure,
    is_name,
    reverse_name,
)
from gateway.adapters.authentication.spf_macro import SpfSyntaxError, expand
from gateway.adapters.authentication.spf_record import Mechanism, SpfRecord, is_spf, read_record

MAX_TERMS_WITH_LOOKUP: Final = 10  # RFC 7208 section 4.6.4
MAX_VOID_LOOKUPS: Final = 2
MAX_MX: Final = 10
MAX_PTR: Final = 10

SpfResult = Literal["none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"]

SPF_RESULTS: Final[dict[str, SpfResult]] = {result: result for result in get_args(SpfResult)}
_LOOKS_UP: Final = frozenset({"include", "a", "mx", "ptr", "exists"})


@dataclass(frozen=True, slots=True)
class SpfCheck:
    """The result, and the domain it was judged for."""

    result: SpfResult
    domain: str


class _PermanentError(Exception):
    """The evaluation ends with permerror."""


def is_direct(spf: SpfCheck | None, domain: str | None) -> bool:
    """Does a pass say that a host of this domain (A-labels), or of one above or below it, gave the mail over?"""
    if spf is None or domain is None or spf.result != "pass":
        return False
    host = ascii_name(spf.domain) or ""
    return is_below(host, domain) or is_below(domain, host)


def check_spf(address: IPAddress, mail_from: str, helo: str, resolver: Resolver) -> SpfCheck:
    """Judge the sender of an envelope: the domain of MAIL FROM, that of HELO for the null sender (section 2.4)."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    sender = mail_from if "@" in mail_from else f"postmaster@{mail_from or helo}"
    local, _, domain = sender.rpartition("@")
    domain = domain if domain.isascii() else ascii_name(domain) or domain  # RFC 8616 section 4
    evaluation = _Evaluation(address, local or "postmaster", domain, helo, resolver)
    try:
        return SpfCheck(evaluation.check(domain), domain.lower())
    except TemporaryDnsFailure:
        return SpfCheck("temperror", domain.lower())
    except (_PermanentError, SpfSyntaxError):
        return SpfCheck("permerror", domain.lower())


class _Evaluation:
    """One run of check_host() with everything it includes: the limits count over all of it."""

    def __init__(self, address: IPAddress, local: str, domain: str, helo: str, resolver: Resolver) -> None:
        self._address = address
        self._local = local
        self._sender_domain = domain
        self._helo = helo
        self._resolver = resolver
        self._terms = 0
        self._void = 0
        self._kind: Kind = "A" if address.version == 4 else "AAAA"

    def check(self, domain: str) -> SpfResult:
        """check_host() of RFC 7208 section 4. Raises TemporaryDnsFailure, SpfSyntaxError."""
        if not is_name(domain):
            return "none"
        texts = [text for text in self._resolver.look_up(domain, "TXT") if is_spf(text)]
        if len(texts) != 1:
            if texts:
                raise _PermanentError("several records")
            return "none"
        record = read_record(texts[0])
        for mechanism in record.mechanisms:
            if self._matches(mechanism, domain):
                return mechanism.result
        return self._redirected(record, domain)

    def _redirected(self, record: SpfRecord, domain: str) -> SpfResult:
        """RFC 7208 section 6.1."""
        if record.redirect is None:
            return "neutral"
        self._count_term()
        result = self.check(self._expanded(record.redirect, domain))
        if result == "none":
            raise _PermanentError("redirect to a domain without a record")
        return result

    def _matches(self, mechanism: Mechanism, domain: str) -> bool:
        if mechanism.name in _LOOKS_UP:
            self._count_term()
        if mechanism.name == "all":
            return True
        if mechanism.network is not None:
            return self._address.version == mechanism.network.version and self._address in mechanism.network
        target = self._expanded(mechanism.domain, domain) if mechanism.domain else domain
        if mechanism.name == "include":
            return self._included(target)
        if not is_name(target):
            return False
        return self._matches_name(mechanism, target)

    def _matches_name(self, mechanism: Mechanism, target: str) -> bool:
        if mechanism.name == "exists":
            return bool(self._counted(target, "A"))
        if mechanism.name == "a":
            return self._near(mechanism, self._counted(target, self._kind))
        if mechanism.name == "mx":
            return self._mx(mechanism, target)
        return self._ptr(target)

    def _included(self, target: str) -> bool:
        """RFC 7208 section 5.2."""
        result = self.check(target)
        if result == "none":
            raise _PermanentError("include of a domain without a record")
        return result == "pass"

    def _mx(self, mechanism: Mechanism, target: str) -> bool:
        hosts = self._counted(target, "MX")
        if len(hosts) > MAX_MX:
            raise _PermanentError("too many MX hosts")
        names = [host for host in hosts if is_name(host)]
        return any(self._near(mechanism, self._resolver.look_up(host, self._kind)) for host in names)

    def _ptr(self, target: str) -> bool:
        target = target.lower().removesuffix(".")
        return any(name == target or name.endswith("." + target) for name in self._names_of_host())

    def _names_of_host(self) -> list[str]:
        """Names of the client that lead back to it (RFC 7208 section 5.5); an error of DNS is no name."""
        try:
            names = self._resolver.look_up(reverse_name(self._address), "PTR")[:MAX_PTR]
        except TemporaryDnsFailure:
            return []
        return [name.lower() for name in names if self._leads_back(name)]

    def _leads_back(self, name: str) -> bool:
        try:
            return is_name(name) and self._near(Mechanism("pass", "a"), self._resolver.look_up(name, self._kind))
        except TemporaryDnsFailure:
            return False

    def _near(self, mechanism: Mechanism, addresses: tuple[str, ...]) -> bool:
        """Is the client in the network of one of these addresses?"""
        length, prefix = (32, mechanism.prefix4) if self._address.version == 4 else (128, mechanism.prefix6)
        wanted = int(self._address) >> (length - prefix)
        return any(int(type(self._address)(one)) >> (length - prefix) == wanted for one in addresses)

    def _counted(self, name: str, kind: Kind) -> tuple[str, ...]:
        """A look-up that counts when it finds nothing (RFC 7208 section 4.6.4)."""
        found = self._resolver.look_up(name, kind)
        if not found:
            self._void += 1
            if self._void > MAX_VOID_LOOKUPS:
                raise _PermanentError("too many look-ups that find nothing")
        return found

    def _count_term(self) -> None:
        self._terms += 1
        if self._terms > MAX_TERMS_WITH_LOOKUP:
            raise _PermanentError("too many terms that look something up")

    def _expanded(self, text: str, domain: str) -> str:
        return expand(text, lambda letter: self._letter(letter, domain)) if "%" in text else text.removesuffix(".")

    def _letter(self, letter: str, domain: str) -> str:
        """The value of a macro letter (RFC 7208 section 7.2)."""
        if letter == "p":
            return self._host_name(domain)
        return {
            "s": f"{self._local}@{self._sender_domain}",
            "l": self._local,
            "o": self._sender_domain,
            "d": domain,
            "i": _dotted(self._address),
            "v": "in-addr" if self._address.version == 4 else "ip6",
            "h": self._helo,
        }[letter]

    def _host_name(self, domain: str) -> str:
        """A name of the client, best the domain itself, then one below it (RFC 7208 section 7.3)."""
        names = self._names_of_host()
        domain = domain.lower()
        below = [name for name in names if name.endswith("." + domain)]
        return next(iter([name for name in names if name == domain] + below + names), "unknown")


def _dotted(address: IPAddress) -> str:
    """The macro `i`: an IPv6 address as its 32 hexadecimal digits (RFC 7208 section 7.3)."""
    return str(address) if address.version == 4 else ".".join(address.exploded.replace(":", ""))
