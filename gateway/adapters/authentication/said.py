"""What another server's Authentication-Results prove, once that server is believed."""

from gateway.adapters.authentication.names import ascii_name
from gateway.adapters.authentication.spf import SPF_RESULTS, SpfCheck
from gateway.mail.authres import AuthenticationResults
from gateway.ports import Proof

SHOWN = ("spf", "dkim", "dmarc", "arc")


def proof_of(results: AuthenticationResults, domain: str) -> Proof:
    """What a believed field proves about a From domain in A-labels (RFC 9989; DOMAIN 3.9 Identity)."""
    verdicts = results.of("dmarc")
    if len(verdicts) != 1:
        return "none"
    verdict = verdicts[0]
    if verdict.result == "fail":
        return "fail"
    if verdict.result == "pass":
        return "pass" if ascii_name(verdict.property("header.from")) == domain else "none"
    return "pass" if verdict.result == "none" and _aligned_pass(results, domain) else "none"


def relayed_spf(results: AuthenticationResults) -> SpfCheck | None:
    """What the one SPF result of a believed field says about MAIL FROM, None where it does not say that."""
    found = results.of("spf")
    if len(found) != 1 or found[0].result not in SPF_RESULTS:
        return None
    domain = ascii_name(found[0].property("smtp.mailfrom").rpartition("@")[2])
    return SpfCheck(SPF_RESULTS[found[0].result], domain) if domain else None


def evidence_of(results: AuthenticationResults) -> str:
    """`spf=pass dkim=pass dmarc=pass`: the best result of each method."""
    best: dict[str, str] = {}
    for one in results.results:
        if one.result.isalpha() and (one.method not in best or one.result == "pass"):
            best[one.method] = one.result
    return " ".join([f"{method}={best[method]}" for method in SHOWN if method in best])


def _aligned_pass(results: AuthenticationResults, domain: str) -> bool:
    """Exactly the same domain: without a question to DNS nobody knows the organization."""
    if relayed_spf(results) == SpfCheck("pass", domain):
        return True
    return any(one.result == "pass" and domain in _signing_domains(one.properties) for one in results.of("dkim"))


def _signing_domains(properties: tuple[tuple[str, str], ...]) -> set[str | None]:
    """Of `header.d`, or of `header.i` where the server names only that one."""
    by_name = dict(properties)
    if len(by_name) != len(properties):
        return set()  # a property that stands twice says nothing
    domain, identity = by_name.get("header.d"), by_name.get("header.i")
    if domain is None:
        return {ascii_name(identity.rpartition("@")[2])} if identity else set()
    return {ascii_name(domain)}
