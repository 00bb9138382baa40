"""Is the domain of From proven? DMARC, RFC 9989: policies and organizations are found by walking up the tree of DNS."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from gateway.adapters.authentication.names import is_below
from gateway.adapters.authentication.resolver import Resolver, TemporaryDnsFailure, is_name
from gateway.mail.header.tag_list import read_tags

MAX_QUERIES: Final = 8  # RFC 9989 section 4.10: so many names of one walk are asked for

DmarcResult = Literal["none", "pass", "fail", "temperror", "permerror"]
Alignment = Literal["r", "s"]
Psd = Literal["y", "n", "u"]
_POLICIES: Final = frozenset({"none", "quarantine", "reject"})


@dataclass(frozen=True, slots=True)
class DmarcRecord:
    """One policy record: `domain` is where it was found, `policy` what it asks for, only shown to people."""

    domain: str
    policy: str
    dkim: Alignment
    spf: Alignment
    psd: Psd
    usable: bool  # False: p= is no policy and nobody wants reports; then DMARC is not applied (section 4.7)


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for a From domain: its organizational domain, and its record if there is one."""

    domain: str
    organization: str
    record: DmarcRecord | None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A domain that SPF or DKIM judged: "pass", "temperror" (not known for now), or anything else."""

    method: Literal["spf", "dkim"]
    domain: str
    result: str


class DmarcTree:
    """Walks up from domains; every record is asked for once."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._records: dict[str, DmarcRecord | None] = {}

    def policy(self, domain: str) -> Policy:
        """What holds for a domain in A-labels (RFC 9989 section 4.10.1). Raises TemporaryDnsFailure."""
        found = self._walk(domain)
        organization = _organization(domain, found)
        own = next((one for one in found if one.domain == domain), None)
        above = next((one for one in found if one.domain == organization), None)
        suffix = next((one for one in found if one.psd == "y"), None)
        record = own or above or suffix
        return Policy(domain, organization, record if record and record.usable else None)

    def is_aligned(self, policy: Policy, method: Literal["spf", "dkim"], domain: str) -> bool:
        """Does a proven domain speak for that of From (RFC 9989 section 4.4)? Raises TemporaryDnsFailure."""
        if domain == policy.domain:
            return True
        record = policy.record
        strict = record is not None and (record.dkim if method == "dkim" else record.spf) == "s"
        if strict or not is_below(domain, policy.organization) or not is_name(domain):
            return False
        return _organization(domain, self._walk(domain)) == policy.organization

    def _walk(self, domain: str) -> list[DmarcRecord]:
        """The records from a domain upwards, until one says that its organization ends here."""
        found: list[DmarcRecord] = []
        for name in _names(domain):
            record = self._record(name)
            if record:
                found.append(record)
                if record.psd == "n" or (record.psd == "y" and name != domain):
                    break
        return found

    def _record(self, name: str) -> DmarcRecord | None:
        if name not in self._records:
            texts = self._resolver.look_up(f"_dmarc.{name}", "TXT")
            read = [record for text in texts if (record := _read_record(text, name))]
            self._records[name] = read[0] if len(read) == 1 else None  # several say nothing (section 4.10, step 2)
        return self._records[name]


def evaluate(tree: DmarcTree, policy: Policy, identifiers: Iterable[Identifier]) -> DmarcResult:
    """Pass with one aligned pass; "temperror" where an aligned one could not be judged. The record is not asked for."""
    waiting = False
    for one in identifiers:
        if one.result not in ("pass", "temperror"):
            continue
        try:
            aligned = tree.is_aligned(policy, one.method, one.domain)
        except TemporaryDnsFailure:
            aligned, waiting = False, True
        if aligned and one.result == "pass":
            return "pass"
        waiting = waiting or aligned
    return "temperror" if waiting else "fail"


def _names(domain: str) -> list[str]:
    """The domain, then its parents; of a long name only the last seven labels and shorter (section 4.10)."""
    labels = domain.split(".")
    lengths = range(min(len(labels) - 1, MAX_QUERIES - 1), 0, -1)
    return [domain, *(".".join(labels[-length:]) for length in lengths)]


def _organization(domain: str, found: list[DmarcRecord]) -> str:
    """RFC 9989 section 4.10.2. A top-level domain is never taken as one organization, whatever it publishes."""
    for record in found:
        if record.psd == "n":
            return record.domain
        if record.psd == "y" and record.domain != domain:
            return _one_below(domain, record.domain)
    if not found:
        return domain
    shortest = found[-1].domain
    return shortest if "." in shortest or shortest == domain else _one_below(domain, shortest)


def _one_below(domain: str, parent: str) -> str:
    labels = domain.split(".")
    return ".".join(labels[-(parent.count(".") + 2) :])


def _read_record(text: str, domain: str) -> DmarcRecord | None:
    """A record of the current version (RFC 9989 section 4.7), None where it is none; unknown tags are left out."""
    version, _, _ = text.partition(";")
    name, equals, value = version.partition("=")
    if not equals or name.strip() != "v" or value.strip() != "DMARC1":
        return None
    tags = read_tags(text) or {}
    policy = tags.get("p", "none").lower()
    subdomains = (tags[name].lower() for name in ("sp", "np") if name in tags)
    valid = policy in _POLICIES and all(one in _POLICIES for one in subdomains)
    return DmarcRecord(
        domain,
        policy=policy if valid else "none",
        dkim="s" if tags.get("adkim", "r").lower() == "s" else "r",
        spf="s" if tags.get("aspf", "r").lower() == "s" else "r",
        psd=_psd(tags.get("psd", "u").lower()),
        usable=valid or "mailto:" in tags.get("rua", ""),
    )


def _psd(text: str) -> Psd:
    return "y" if text == "y" else "n" if text == "n" else "u"
