"""Who can prove to have written a message: by the word of a relay of ours, else by our own checks.

Only the Authentication-Results that a configured server put on top count, and only from a trusted peer. From anybody
else, and below the first field of another hop, such a field is what its author wrote.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeGuard

from gateway.adapters.authentication.dns_client import DnsClient, TimedResolver, read_servers
from gateway.adapters.authentication.names import ascii_name
from gateway.adapters.authentication.spf import is_direct
from gateway.adapters.authentication.trusted_results import evidence_of, proof_of, relayed_spf
from gateway.adapters.trusted_peers import TrustedPeers
from gateway.config import Authentication, Config
from gateway.mail.envelope import InboundMail
from gateway.mail.identity.authentication_results import AuthenticationResults, read_authentication_results, together
from gateway.mail.identity.canonical import topmost_fields
from gateway.mail.message import Message
from gateway.ports import Verification, Verifier

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from gateway.adapters.authentication.own_checks import OwnChecks

SECONDS: Final = 5.0  # for all questions to DNS about one mail
SECONDS_OF_ALL: Final = 10.0  # for one of several that are judged at once, with its wait for a thread
THREADS: Final = 16
MAX_FIELDS: Final = 50
_NAME: Final = "authentication-results"
_BY_SERVERS: Final = ("received-spf", "arc-", "dkim-", "x-")  # may stand between results of one server
IGNORED: Final = "ignored: Authentication-Results in our name from a peer that is not trusted"


def verifier_for(config: Config, threads: int = THREADS) -> Verifier:
    """The Verifier of a configuration; `threads`: mails that may wait for DNS at once. Raises ConfigurationError."""
    settings, file = config.authentication, str(config.path)
    relays = TrustedRelayVerifier(settings, file)
    if settings.verify == "off":
        return relays
    dns = DnsClient(read_servers(settings.nameservers, file))
    return FullVerifier(relays, dns, settings.trusted_arc_sealers, threads)


class TrustedRelayVerifier:
    """Believes the Authentication-Results on top of a configured server when the mail came from a trusted peer."""

    def __init__(self, settings: Authentication, file: str = "-") -> None:
        self._ids = frozenset(one.strip().lower() for one in settings.trusted_authserv_ids)
        self._peers = TrustedPeers(settings.trusted_peers, file)

    def trusts(self, mail: InboundMail) -> bool:
        """Did the mail come from a relay of ours?"""
        return mail.envelope.peer in self._peers

    def verify(self, message: Message, mail: InboundMail) -> Verification:
        """Proof is dmarc=pass for the domain of the one From address, or an aligned pass where there is no policy."""
        results = self.results(message, mail)
        if results is None:
            return Verification(message.author, "none", "")
        return believed(message, results) if self.trusts(mail) else Verification(message.author, "none", "", (IGNORED,))

    def begin(self, message: Message, mail: InboundMail) -> Callable[[], Verification]:
        """As `Verifier.begin`: there is nothing to wait for."""
        found = self.verify(message, mail)
        return lambda: found

    def results(self, message: Message, mail: InboundMail) -> AuthenticationResults | None:
        """What the topmost fields of one configured server say together, whoever wrote them; a void one proves nothing.

        They end at the first field of another hop (other results, Received), or of the author (From, Subject).
        Read from the raw header: RFC 2047 has no place in it, and decoded it could hold what an author smuggled in.
        """
        if "Authentication-Results" not in message.headers or not self._ids:
            return None
        ours: list[AuthenticationResults] = []
        seen = 0
        for field in topmost_fields(mail.content):
            if field.name == _NAME:
                said = read_authentication_results(field.value)
                seen += 1
                if said.authserv_id in ({ours[0].authserv_id} if ours else self._ids):
                    ours.append(said)
                    continue
            if seen >= MAX_FIELDS or (ours and (field.name == _NAME or not field.name.startswith(_BY_SERVERS))):
                break
        return together(ours) if ours else None


class FullVerifier:
    """Believes relays of ours; checks itself what they do not say, and everything that comes from elsewhere.

    What has to wait for DNS is judged in threads when several mails are judged at once.
    """

    def __init__(
        self,
        relays: TrustedRelayVerifier,
        dns: DnsClient,
        trusted_sealers: tuple[str, ...] = (),
        threads: int = THREADS,
    ) -> None:
        self._relays = relays
        self._most_threads = threads
        self._dns = dns
        self._sealers = trusted_sealers
        self._own: OwnChecks | None = None
        self._threads: ThreadPoolExecutor | None = None

    def verify(self, message: Message, mail: InboundMail) -> Verification:
        """Never raises: a temporary failure of DNS is neither pass nor fail."""
        results = self._relays.results(message, mail)
        if self._is_said(results, mail):
            return believed(message, results)
        return self._judge(message, mail, results, self._dns.within(SECONDS))

    def begin(self, message: Message, mail: InboundMail) -> Callable[[], Verification]:
        """As `Verifier.begin`; the word of a relay is read at once."""
        results = self._relays.results(message, mail)
        if self._is_said(results, mail):
            found = believed(message, results)
            return lambda: found
        self._checks()  # loaded here, not by several threads at once
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(self._most_threads, "verify")
        waits = self._dns.within(SECONDS_OF_ALL)
        return self._threads.submit(lambda: self._judge(message, mail, results, waits.within(SECONDS))).result

    def _is_said(self, results: AuthenticationResults | None, mail: InboundMail) -> TypeGuard[AuthenticationResults]:
        return results is not None and bool(results.of("dmarc")) and self._relays.trusts(mail)

    def _judge(
        self, message: Message, mail: InboundMail, results: AuthenticationResults | None, resolver: TimedResolver
    ) -> Verification:
        if self._relays.trusts(mail):
            return self._checks().judge_relayed(message, mail, relayed_spf(results) if results else None, resolver)
        found = self._checks().judge_client(message, mail, resolver)
        ignored = (IGNORED,) if results else ()
        return Verification(found.address, found.proof, found.evidence, (*found.details, *ignored), found.direct)

    def _checks(self) -> "OwnChecks":
        """Loaded by the first mail that needs them: cryptography takes its time to import."""
        from gateway.adapters.authentication.own_checks import OwnChecks

        if self._own is None:
            self._own = OwnChecks(lambda: self._dns.within(SECONDS), self._sealers)
        return self._own


def believed(message: Message, results: AuthenticationResults) -> Verification:
    """What a relay of ours says about the one address of From."""
    domain = ascii_name(message.author.rpartition("@")[2]) if message.author else None
    proof = proof_of(results, domain) if domain else "none"
    direct = is_direct(relayed_spf(results), domain)
    return Verification(message.author, proof, evidence_of(results), (f"believed: {results.authserv_id}",), direct)
