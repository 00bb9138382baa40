"""The text of an SPF record, checked as a whole before anything of it is evaluated (RFC 7208 sections 4.6 and 12)."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final, Literal

from gateway.adapters.authentication.spf_macro import SpfSyntaxError, check_domain_spec, check_macro_string

MAX_RECORD: Final = 8192  # characters
MAX_TERMS: Final = 500

Qualifier = Literal["pass", "fail", "softfail", "neutral"]
_QUALIFIERS: Final[dict[str, Qualifier]] = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}
_MODIFIER: Final = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*+)=(.*)\Z", re.DOTALL)
_DIRECTIVE: Final = re.compile(r"([+?~-]?)([A-Za-z][A-Za-z0-9]*+)(?:(:)(.*?))?((?:/[0-9]+)?(?://[0-9]+)?)\Z", re.DOTALL)
_PREFIXES: Final = re.compile(r"(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?\Z")
_IP4: Final = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:/(?:0|[1-9][0-9]?))?\Z")
_IP6: Final = re.compile(r"[0-9A-Fa-f:.]{2,45}(?:/(?:0|[1-9][0-9]{0,2}))?\Z")
_WITH_PREFIX: Final = frozenset({"a", "mx"})
_OPTIONAL_DOMAIN: Final = frozenset({"a", "mx", "ptr"})
_NEEDED_DOMAIN: Final = frozenset({"include", "exists"})


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One mechanism: `domain` is its domain-spec, "" where it has none; `prefix4`, `prefix6` are lengths in bits."""

    result: Qualifier
    name: str
    domain: str = ""
    prefix4: int = 32
    prefix6: int = 128
    network: IPv4Network | IPv6Network | None = None


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """A valid record. `redirect` is a domain-spec, None where there is none."""

    mechanisms: tuple[Mechanism, ...]
    redirect: str | None


def is_spf(text: str) -> bool:
    """Is this TXT record one of SPF (RFC 7208 section 4.5)?"""
    return text[:7].rstrip(" ").lower() == "v=spf1"


def read_record(text: str) -> SpfRecord:
    """The record that a text holds. Raises SpfSyntaxError for any fault anywhere in it."""
    terms = [term for term in text.split(" ")[1:] if term]
    if len(text) > MAX_RECORD or len(terms) > MAX_TERMS:
        raise SpfSyntaxError("too long")
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in terms:
        modifier = _MODIFIER.match(term)
        if modifier:
            _add_modifier(modifiers, modifier[1].lower(), modifier[2])
        else:
            mechanisms.append(_mechanism(term))
    return SpfRecord(tuple(mechanisms), modifiers.get("redirect"))


def _add_modifier(modifiers: dict[str, str], name: str, value: str) -> None:
    """RFC 7208 section 6: redirect and exp once each; an unknown modifier only needs to be well formed."""
    if name not in ("redirect", "exp"):
        check_macro_string(value)
        return
    if name in modifiers:
        raise SpfSyntaxError(f"{name} stands twice")
    check_domain_spec(value)
    modifiers[name] = value


def _mechanism(term: str) -> Mechanism:
    match = _DIRECTIVE.match(term)
    if match is None:
        raise SpfSyntaxError(f"no mechanism: {term[:40]}")
    result, name = _QUALIFIERS[match[1] or "+"], match[2].lower()
    argument, prefixes = (match[4] if match[3] else None), match[5]
    if name == "all" and argument is None and not prefixes:
        return Mechanism(result, name)
    if name in ("ip4", "ip6") and argument is not None:
        return Mechanism(result, name, network=_network(name, argument + prefixes))
    if name in _NEEDED_DOMAIN and argument is not None:
        check_domain_spec(argument + prefixes)
        return Mechanism(result, name, argument + prefixes)
    if name in _OPTIONAL_DOMAIN:
        return _with_domain(result, name, argument, prefixes)
    raise SpfSyntaxError(f"unknown or incomplete mechanism: {term[:40]}")


def _with_domain(result: Qualifier, name: str, argument: str | None, prefixes: str) -> Mechanism:
    """The mechanisms `a`, `mx` and `ptr`."""
    if argument is not None:
        check_domain_spec(argument)
    match = _PREFIXES.match(prefixes)
    if match is None or (prefixes and name not in _WITH_PREFIX):
        raise SpfSyntaxError(f"prefix length {prefixes}")
    prefix4, prefix6 = int(match[1] or 32), int(match[2] or 128)
    if prefix4 > 32 or prefix6 > 128:
        raise SpfSyntaxError(f"prefix length {prefixes}")
    return Mechanism(result, name, argument or "", prefix4, prefix6)


def _network(name: str, text: str) -> IPv4Network | IPv6Network:
    pattern, version = (_IP4, 4) if name == "ip4" else (_IP6, 6)
    if pattern.match(text):
        try:
            network = ip_network(text, strict=False)
        except ValueError as error:
            raise SpfSyntaxError(f"no network: {text}") from error
        if network.version == version:
            return network
    raise SpfSyntaxError(f"no network: {text[:60]}")
