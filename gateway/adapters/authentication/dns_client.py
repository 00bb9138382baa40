"""The resolver over real name servers, with a cache and a limit in time."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from cachetools import TLRUCache

from gateway.adapters.authentication.resolver import Kind, TemporaryDnsFailure, is_name
from gateway.errors import ConfigurationError

if TYPE_CHECKING:
    import dns.name
    import dns.resolver

CACHE_SIZE: Final = 10_000
LONGEST_KEPT: Final = 3600.0  # seconds, whatever the record asks for
SHORTEST_KEPT: Final = 30.0
NOTHING_KEPT: Final = 60.0  # that there is no such record
FAILURE_KEPT: Final = 10.0
ONE_TRY: Final = 1.5  # seconds for one server
ONE_QUESTION: Final = 3.0  # seconds for all tries of one question
AWAY_TRY: Final = 1.0
AWAY_KEPT: Final = 30.0  # how long servers that answer nothing at all are not asked
MAX_RECORDS: Final = 100
DNS_PORT: Final = 53

Answers = tuple[str, ...]
Server = tuple[str, int]  # address, port


Question = tuple[str, Kind]


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    answers: Answers | None  # None: a temporary failure


def _until(question: Question, kept: _Kept, now: float) -> float:
    return kept.until


class DnsClient:
    """Asks name servers; safe for several threads. dnspython is loaded by the first question."""

    def __init__(self, servers: Sequence[Server] = (), seconds: Callable[[], float] = time.monotonic) -> None:
        self._servers = tuple(servers)
        self._seconds = seconds
        self._cache: TLRUCache[Question, _Kept] = TLRUCache(CACHE_SIZE, ttu=_until, timer=seconds)
        self._lock = threading.Lock()
        self._resolver: dns.resolver.Resolver | None = None
        self._away_until = 0.0

    def within(self, seconds: float) -> "TimedResolver":
        """A resolver whose answers together take no longer than this."""
        return TimedResolver(self, self._seconds() + seconds, self._seconds)

    def look_up(self, name: str, kind: Kind, seconds: float) -> Answers:
        """As `Resolver.look_up`, from the cache where it can be. What is no name has no records."""
        key = (name.removesuffix(".").lower(), kind)
        if not is_name(key[0]):
            return ()
        with self._lock:
            kept = self._cache.get(key)
        if kept is None:
            kept = self._ask(key[0], kind, seconds)
            with self._lock:
                self._cache[key] = kept
        if kept.answers is None:
            raise TemporaryDnsFailure(f"{kind} {name}")
        return kept.answers

    def _ask(self, name: str, kind: Kind, seconds: float) -> _Kept:
        import dns.exception
        import dns.name
        import dns.resolver

        now = self._seconds()
        if seconds <= 0 or now < self._away_until:
            return _Kept(now, None)
        try:
            answer = self._configured().resolve(
                _dns_name(name), kind, lifetime=min(seconds, ONE_QUESTION), raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN:
            return _Kept(now + NOTHING_KEPT, ())
        except (dns.resolver.LifetimeTimeout, OSError):
            return self._no_answer()
        except dns.exception.DNSException:
            return _Kept(now + FAILURE_KEPT, None)
        if answer.rrset is None:
            return _Kept(now + NOTHING_KEPT, ())
        return _Kept(now + min(max(answer.rrset.ttl, SHORTEST_KEPT), LONGEST_KEPT), _texts(answer, kind))

    def _no_answer(self) -> _Kept:
        """One domain that does not answer must not look like servers that do not: those answer for the root."""
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            self._configured().resolve(dns.name.root, "NS", lifetime=AWAY_TRY, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            pass
        except (dns.resolver.LifetimeTimeout, OSError):
            self._away_until = self._seconds() + AWAY_KEPT
        except dns.exception.DNSException:
            pass
        return _Kept(self._seconds() + FAILURE_KEPT, None)

    def _configured(self) -> "dns.resolver.Resolver":
        import dns.nameserver
        import dns.resolver

        if self._resolver is None:
            resolver = dns.resolver.Resolver(configure=not self._servers)
            if self._servers:
                resolver.nameservers = [dns.nameserver.Do53Nameserver(*server) for server in self._servers]
            resolver.timeout = ONE_TRY
            self._resolver = resolver
        return self._resolver


class TimedResolver:
    """A Resolver until its time is up; then everything is a temporary failure, except what is in the cache."""

    def __init__(self, client: DnsClient, until: float, seconds: Callable[[], float]) -> None:
        self._client = client
        self._until = until
        self._seconds = seconds

    def within(self, seconds: float) -> "TimedResolver":
        """The same with no more than these seconds from now on, and no more time than is left."""
        return TimedResolver(self._client, min(self._until, self._seconds() + seconds), self._seconds)

    def look_up(self, name: str, kind: Kind) -> Answers:
        """As `Resolver.look_up`."""
        return self._client.look_up(name, kind, self._until - self._seconds())


def read_servers(texts: Sequence[str], file: str) -> tuple[Server, ...]:
    """Name servers as `[authentication] nameservers` has them: address or address:port. Raises ConfigurationError."""
    return tuple(_server(text, file) for text in texts)


def _server(text: str, file: str) -> Server:
    host, colon, port = text.rpartition(":") if text.count(":") == 1 or "]:" in text else (text, "", "")
    try:
        if colon and not 0 < int(port) <= 65535:
            raise ValueError
        return str(ip_address(host.strip("[]"))), int(port) if colon else DNS_PORT
    except ValueError as error:
        problem = f'"{text}" is no address such as 192.0.2.53 or 127.0.0.1:5353.'
        raise ConfigurationError(file, "authentication.nameservers", problem) from error


def _dns_name(name: str) -> "dns.name.Name":
    """Label by label, because macros of SPF may put a backslash into one, which has a meaning in the text form."""
    import dns.name

    return dns.name.Name([*(label.encode("ascii") for label in name.split(".")), b""])


def _texts(answer: "dns.resolver.Answer", kind: Kind) -> Answers:
    records = list(answer)[:MAX_RECORDS]
    if kind == "TXT":
        return tuple(b"".join(record.strings).decode("latin-1") for record in records)
    if kind == "MX":
        records.sort(key=lambda record: record.preference)
        return tuple(_host(record.exchange) for record in records)
    if kind == "PTR":
        return tuple(_host(record.target) for record in records)
    return tuple(record.address for record in records)


def _host(name: "dns.name.Name") -> str:
    return name.to_text(omit_final_dot=True)
