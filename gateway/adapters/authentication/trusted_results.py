"""What another server's Authentication-Results prove, once that server is believed."""

from gateway.adapters.authentication.names import ascii_name
from gateway.adapters.authentication.spf import SPF_RESULTS, SpfCheck
from gateway.mail.identity.authentication_results import AuthenticationResults
from gateway.ports import Proof

SHOWN = ("spf", "dkim", "dmarc", "arc")


def proof_of(results: AuthenticationResults, domain: str) -> Proof:
    """What believed results prove about a From domain in A-labels (RFC 9989; docs/domain.md, "Proof").

    Verdicts that contradict each other are no pass, and the first of them may be a failure all the same.
    """
    verdicts = [(one.result, ascii_name(one.property("header.from"))) for one in results.of("dmarc")]
    mine = [one for one in verdicts if one[1] in (domain, None)]
    if "fail" in [result for result, _ in (*verdicts[:1], *mine[:1])]:
        return "fail"
    said = {result for result, _ in mine}
    if said == {"pass"}:
        return "pass" if all(named == domain for _, named in mine) else "none"
    return "pass" if said == {"none"} and _aligned_pass(results, domain) else "none"


def relayed_spf(results: AuthenticationResults) -> SpfCheck | None:
    """What believed results say about MAIL FROM, None where they do not say that or contradict each other."""
    found = [one for one in results.of("spf") if any(name == "smtp.mailfrom" for name, _ in one.properties)]
    said = {(one.result, ascii_name(one.property("smtp.mailfrom").rpartition("@")[2])) for one in found}
    if len(said) != 1:
        return None
    result, domain = said.pop()
    return SpfCheck(SPF_RESULTS[result], domain) if domain and result in SPF_RESULTS else None


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
    verdicts = {one.result for one in results.of("dkim") if domain in _signing_domains(one.properties)}
    return "pass" in verdicts and "fail" not in verdicts


def _signing_domains(properties: tuple[tuple[str, str], ...]) -> set[str | None]:
    """Of `header.d`, or of `header.i` where the server names only that one."""
    by_name = dict(properties)
    if len(by_name) != len(properties):
        return set()  # a property that stands twice says nothing
    domain, identity = by_name.get("header.d"), by_name.get("header.i")
    if domain is None:
        return {ascii_name(identity.rpartition("@")[2])} if identity else set()
    return {ascii_name(domain)}
