"""Who can prove to have written a message: the word of a trusted relay in Authentication-Results."""

from gateway.config import Authentication
from gateway.mail.addresses import judge_from
from gateway.mail.authres import AuthenticationResults, read_authentication_results
from gateway.mail.envelope import InboundMail
from gateway.mail.message import Message
from gateway.ports import Proof, Verification

SHOWN = ("spf", "dkim", "dmarc", "arc")
MAX_FIELDS = 50


class TrustedRelayVerifier:
    """Believes the topmost Authentication-Results of a configured server when the mail came from a trusted peer."""

    def __init__(self, settings: Authentication) -> None:
        self._ids = frozenset(one.lower() for one in settings.trusted_authserv_ids)
        self._peers = frozenset(settings.trusted_peers)

    def verify(self, message: Message, mail: InboundMail) -> Verification:
        """Proof is dmarc=pass for the domain of the one From address, or an aligned pass where there is no policy."""
        address = judge_from(list(message.headers.all("From")))
        peer = mail.envelope.peer
        results = self._trusted(message) if peer is None or peer in self._peers else None
        if results is None:
            return Verification(address, "none", "")
        domain = address.rpartition("@")[2].lower() if address else ""
        return Verification(address, proof_of(results, domain) if address else "none", evidence_of(results))

    def _trusted(self, message: Message) -> AuthenticationResults | None:
        for value in message.headers.all("Authentication-Results")[:MAX_FIELDS]:
            results = read_authentication_results(value)
            if results and results.authserv_id in self._ids:
                return results
        return None


def proof_of(results: AuthenticationResults, domain: str) -> Proof:
    """What a trusted field proves about a From domain (RFC 9989 for DMARC; DOMAIN 3.9 Identity)."""
    verdicts = results.of("dmarc")
    if len(verdicts) != 1:
        return "none"
    verdict = verdicts[0]
    if verdict.result == "pass":
        return "pass" if verdict.property("header.from") == domain else "none"
    if verdict.result == "fail":
        return "fail"
    if verdict.result == "none" and _aligned_pass(results, domain):
        return "pass"
    return "none"


def _aligned_pass(results: AuthenticationResults, domain: str) -> bool:
    signed = any(one.result == "pass" and one.property("header.d") == domain for one in results.of("dkim"))
    sent = any(
        one.result == "pass" and one.property("smtp.mailfrom").rpartition("@")[2] == domain for one in results.of("spf")
    )
    return signed or sent


def evidence_of(results: AuthenticationResults) -> str:
    """`spf=pass dkim=pass dmarc=pass`: the best result of each method."""
    words = []
    for method in SHOWN:
        found = [one.result for one in results.of(method)]
        if found:
            words.append(f"{method}={'pass' if 'pass' in found else found[0]}")
    return " ".join(words)
