"""`gateway doctor`: does the DNS have what `gateway dns` prints, or something that does as well?

Names that are reserved for examples (RFC 2606, RFC 6761) are only looked up at configured name servers.
"""

from collections.abc import Iterator
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from gateway.cli.doctor.findings import Advice, Failed, Probe
from gateway.errors import ConfigurationError

if TYPE_CHECKING:
    from gateway.adapters.authentication.dns_records import Record
    from gateway.adapters.authentication.resolver import Kind, Resolver
    from gateway.config import Config

SECONDS: Final = 15.0  # for all questions
RESERVED: Final = frozenset({"example", "test", "invalid", "localhost", "local", "internal"})
RESERVED_BELOW: Final = frozenset({"example.com", "example.net", "example.org"})
NO_ANSWER: Final = ("DNS does not answer", "Check the name servers of this machine, and the network.")
SEE: Final = "Compare with: gateway dns"


def published(config: "Config") -> Iterator[tuple[str, Probe]]:
    """One check for every record that our mail needs."""
    from gateway.adapters.authentication.dns_client import DnsClient, read_servers
    from gateway.adapters.authentication.dns_records import mail_domains

    if config.smarthost.capture is not None:
        return
    asks_ours = bool(config.authentication.nameservers)
    servers = read_servers(config.authentication.nameservers, str(config.path))
    resolver = DnsClient(servers).within(SECONDS)
    for domain in mail_domains(config.addresses):
        if is_reserved(domain) and not asks_ours:
            yield f"dns {domain}", partial(_nothing_published, domain)
            continue
        if config.listener:
            yield f"dns MX {domain}", partial(_mx, resolver, domain)
        yield f"dns SPF {domain}", partial(_spf, resolver, domain, config.smarthost.host)
        yield f"dns DMARC {domain}", partial(_dmarc, resolver, domain)
    yield from _keys(config, resolver, asks_ours)


def is_reserved(domain: str) -> bool:
    """Is this a name that nobody can have?"""
    labels = domain.lower().split(".")
    return labels[-1] in RESERVED or ".".join(labels[-2:]) in RESERVED_BELOW


def _nothing_published(domain: str) -> str:
    return f"{domain} is a name for examples; nothing is looked up"


def _keys(config: "Config", resolver: "Resolver", asks_ours: bool) -> Iterator[tuple[str, Probe]]:
    from gateway.adapters.authentication.dns_records import dkim_record
    from gateway.adapters.dkim_signer import signing_keys

    if config.dkim is None:
        yield "dns DKIM", _not_signed
        return
    try:
        keys = signing_keys(config)
    except ConfigurationError as error:
        yield "dns DKIM", partial(_no_key, str(error))
        return
    for key in keys:
        if asks_ours or not is_reserved(key.domain):
            record = dkim_record(key.public)
            yield f"dns DKIM {record.name}", partial(_dkim, resolver, record)


def _not_signed() -> Advice:
    return Advice("our mail is not signed by the gateway", "Run: gateway dkim keygen, unless the smarthost signs")


def _no_key(problem: str) -> str:
    raise Failed(problem, "Run: gateway check")


def _ask(resolver: "Resolver", name: str, kind: "Kind") -> tuple[str, ...]:
    from gateway.adapters.authentication.resolver import TemporaryDnsFailure

    try:
        return resolver.look_up(name, kind)
    except TemporaryDnsFailure as error:
        raise Failed(*NO_ANSWER) from error


def _mx(resolver: "Resolver", domain: str) -> str:
    hosts = _ask(resolver, domain, "MX")
    if not hosts:
        raise Failed(f"there is no MX record: mail to {domain} does not arrive", f"Publish one. {SEE}")
    return f"mail goes to {', '.join(hosts[:5])}"


def _spf(resolver: "Resolver", domain: str, smarthost: str) -> str | Advice:
    from gateway.adapters.authentication.spf_macro import SpfSyntaxError
    from gateway.adapters.authentication.spf_record import is_spf, read_record

    texts = [text for text in _ask(resolver, domain, "TXT") if is_spf(text)]
    if len(texts) != 1:
        problem = "several records: receivers use none of them" if texts else "there is no record"
        raise Failed(problem, f"Publish one. {SEE}")
    try:
        read_record(texts[0])
    except SpfSyntaxError as error:
        raise Failed(f"receivers cannot read the record: {error}", f"Correct it. {SEE}") from error
    return _judged(resolver, domain, smarthost) or f"one record: {texts[0]}"


def _judged(resolver: "Resolver", domain: str, smarthost: str) -> str | Advice | None:
    """What receivers would say to the smarthost, None where its addresses say nothing to the world."""
    from gateway.adapters.authentication.spf import check_spf

    addresses = [smarthost] if _is_address(smarthost) else []
    if not addresses and "." in smarthost:
        addresses = [*_ask(resolver, smarthost, "A"), *_ask(resolver, smarthost, "AAAA")]
    known = [address for one in addresses if (address := ip_address(one)).is_global]
    results = {str(address): check_spf(address, f"postmaster@{domain}", domain, resolver).result for address in known}
    bad = {address: result for address, result in results.items() if result != "pass"}
    if bad:
        shown = ", ".join(f"{address} gives {result}" for address, result in bad.items())
        advice = "Add it to the record, unless other hosts carry our mail to the world. " + SEE
        return Advice(f"one record, but the smarthost is not in it: {shown}", advice)
    return f"one record, and the smarthost passes: {', '.join(results)}" if results else None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _dmarc(resolver: "Resolver", domain: str) -> str | Advice:
    from gateway.adapters.authentication.dmarc import DmarcTree
    from gateway.adapters.authentication.resolver import TemporaryDnsFailure

    found = [text for text in _ask(resolver, f"_dmarc.{domain}", "TXT") if text.replace(" ", "").startswith("v=DMARC1")]
    if len(found) > 1:
        raise Failed("several records: receivers use none of them", f"Leave one. {SEE}")
    try:
        record = DmarcTree(resolver).policy(domain).record
    except TemporaryDnsFailure as error:
        raise Failed(*NO_ANSWER) from error
    if record is None:
        raise Failed("there is no usable record: anybody may write in our name", f"Publish one. {SEE}")
    if record.policy == "none":
        return Advice(f"p=none at {record.domain}: receivers deliver forged mail", "Change it to p=quarantine in time.")
    return f"p={record.policy} at {record.domain}"


def _dkim(resolver: "Resolver", record: "Record") -> str:
    from gateway.mail.header.tag_list import read_tags

    wanted = read_tags(record.value) or {}
    texts = [text for text in _ask(resolver, record.name, "TXT") if "p=" in text.replace(" ", "")]
    if len(texts) != 1:
        problem = "several keys of one name" if texts else "the key is not published"
        raise Failed(f"{problem}: our signatures do not hold", f"Publish one. {SEE}")
    tags = read_tags(texts[0]) or {}
    same = "".join(tags.get("p", "").split()) == wanted["p"] and tags.get("k", "rsa").lower() == wanted["k"]
    if not same:
        raise Failed("another key is published than the one that signs", f"Publish ours. {SEE}")
    if "y" in tags.get("t", "").split(":"):
        raise Failed("the key is published as a test (t=y): receivers ignore it", f"Remove t=y. {SEE}")
    return "the key that signs is published"
