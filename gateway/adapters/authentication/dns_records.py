"""The DNS records that a domain needs for our mail to be believed, as text to publish. Looks nothing up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gateway.config import Addresses, Config

Algorithm = Literal["rsa-sha256", "ed25519-sha256"]
MAX_STRING: Final = 255  # one character-string of a TXT record (RFC 1035 section 3.3.14)
_LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class DkimPublicKey:
    """The public half of a signing key: `data` is base64 as RFC 6376 (rsa) and RFC 8463 (ed25519) want it."""

    domain: str
    selector: str
    algorithm: Algorithm
    data: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record to publish: owner name without the last dot, type, value; `why` is a sentence for people."""

    name: str
    type: Literal["MX", "TXT"]
    value: str
    why: str

    @property
    def line(self) -> str:
        """The record as a line of a zone file."""
        shown = quoted_strings(self.value) if self.type == "TXT" else self.value
        return f"{self.name}. IN {self.type} {shown}"


def quoted_strings(value: str) -> str:
    """A TXT value as quoted strings of at most 255 characters."""
    pieces = [value[start : start + MAX_STRING] for start in range(0, len(value), MAX_STRING)] or [""]
    return " ".join('"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"' for piece in pieces)


def dkim_record(key: DkimPublicKey) -> Record:
    """Where verifiers find the key (RFC 6376 section 3.6.1)."""
    kind = "rsa" if key.algorithm == "rsa-sha256" else "ed25519"
    name = f"{key.selector}._domainkey.{key.domain}"
    return Record(name, "TXT", f"v=DKIM1; k={kind}; p={key.data}", "Lets receivers check our DKIM signatures.")


def records(config: Config, mail_host: str, keys: Sequence[DkimPublicKey] = ()) -> tuple[Record, ...]:
    """All records for the domains of our addresses. `mail_host`: the name under which others reach the listener."""
    found: list[Record] = []
    for domain in mail_domains(config.addresses):
        found.append(Record(domain, "MX", f"10 {mail_host}.", "Brings mail for our addresses to the gateway."))
        found.append(Record(domain, "TXT", _spf(config.smarthost.host), "Names the hosts that send our mail (SPF)."))
        found.append(_dmarc(domain, config.gateway.duty))
    return (*found, *map(dkim_record, keys))


def zone_text(found: Iterable[Record]) -> str:
    """Records as lines of a zone file, each below its reason."""
    return "".join(f"; {record.why}\n{record.line}\n" for record in found)


def mail_domains(addresses: Addresses) -> tuple[str, ...]:
    """The domains of our addresses, each once, in the order of the configuration."""
    ours = (*addresses.support, *addresses.escalation, *addresses.training, *addresses.alerts, addresses.bounces)
    return tuple(dict.fromkeys(address.rpartition("@")[2] for address in ours))


def _spf(smarthost: str) -> str:
    sender = "" if smarthost in _LOCAL_HOSTS else f" a:{smarthost}"
    return f"v=spf1 mx{sender} ~all"


def _dmarc(domain: str, duty: str | None) -> Record:
    reports = f"; rua=mailto:{duty}" if duty else ""
    why = "Asks receivers to distrust mail that only pretends to be ours (DMARC)."
    return Record(f"_dmarc.{domain}", "TXT", f"v=DMARC1; p=quarantine{reports}", why)
