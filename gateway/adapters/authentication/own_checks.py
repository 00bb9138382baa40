"""Our own judgement of a message: SPF, DKIM, DMARC and, for listed sealers, ARC."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from gateway.adapters.authentication.arc import check_chain, read_chain, sealer_of
from gateway.adapters.authentication.dkim import DkimCheck, SignedMessage, check_dkim
from gateway.adapters.authentication.dkim_signature import SignatureResult
from gateway.adapters.authentication.dmarc import DmarcResult, DmarcTree, Identifier, Policy, evaluate
from gateway.adapters.authentication.names import ascii_name, is_below
from gateway.adapters.authentication.replays import Replays
from gateway.adapters.authentication.resolver import Resolver, TemporaryDnsFailure, is_name
from gateway.adapters.authentication.spf import SpfCheck, check_spf, is_direct
from gateway.adapters.authentication.trusted_results import proof_of
from gateway.mail.envelope import Envelope, InboundMail
from gateway.mail.header.addresses import judge_from
from gateway.mail.header.fields import one_line
from gateway.mail.identity.canonical import split_message
from gateway.mail.message import Message
from gateway.ports import Proof, Verification

MAX_LINE: Final = 400  # characters of one detail; names of domains in it are as an author wrote them

# Of several signatures the evidence names the best result.
_BEST_FIRST: Final[tuple[SignatureResult, ...]] = ("pass", "temperror", "policy", "fail", "permerror", "neutral")


@dataclass(frozen=True, slots=True)
class _Judgement:
    proof: Proof
    dmarc: DmarcResult
    shown: str  # about the policy, for people


class OwnChecks:
    """Judges messages with answers of DNS. `resolver` gives one whose time starts to run when it is called."""

    def __init__(self, resolver: Callable[[], Resolver], trusted_sealers: Iterable[str] = ()) -> None:
        self._resolver = resolver
        self._sealers = frozenset(name for one in trusted_sealers if (name := ascii_name(one)))
        self._replays = Replays()

    def judge_client(self, message: Message, mail: InboundMail, resolver: Resolver | None = None) -> Verification:
        """Mail that its author's host gave to us: SPF is judged by the client's address."""
        resolver = resolver or self._resolver()
        return self._judge(message, mail, resolver, lambda: _spf(mail.envelope, resolver))

    def judge_relayed(
        self, message: Message, mail: InboundMail, spf: SpfCheck | None, resolver: Resolver | None = None
    ) -> Verification:
        """Mail from a relay of ours: `spf` is what the relay found, None where it does not say; never its address."""
        return self._judge(message, mail, resolver or self._resolver(), lambda: spf)

    def _judge(
        self, message: Message, mail: InboundMail, resolver: Resolver, spf_check: Callable[[], SpfCheck | None]
    ) -> Verification:
        signed = SignedMessage(split_message(mail.content))
        tree = DmarcTree(resolver)
        domain = _judged_domain(message.author)
        policy = _policy(tree, domain)
        now = mail.envelope.received_at.timestamp()
        checks = check_dkim(signed, resolver, now, lambda one: policy is not None and _related(policy, one))
        spf = spf_check()
        one_reading = _reads_the_same(signed, message.author)
        found = [*map(_of_dkim, checks), *([_of_spf(spf)] if spf else [])] if one_reading else []
        judgement = _judge_domain(tree, domain, policy, found, spf is not None)
        arc = self._arc(signed, resolver, judgement, domain) if self._sealers and one_reading and domain else None
        proof = arc[0] if arc else judgement.proof
        evidence = [*_spf_words(spf), f"dkim={_best(checks)}", f"dmarc={judgement.dmarc}", *(arc[1:2] if arc else ())]
        details = (*_details(mail.envelope, spf, checks), judgement.shown, *(arc[2:] if arc else ()))
        replayed = self._replays.note(
            [one.signature for one in checks if one.result == "pass"], mail.envelope.mail_from
        )
        lines = tuple(one_line(line)[:MAX_LINE] for line in (*details, *replayed))
        direct = bool(arc) or (one_reading and is_direct(spf, domain))
        return Verification(message.author, proof, " ".join(evidence), lines, direct)

    def _arc(
        self, signed: SignedMessage, resolver: Resolver, judgement: _Judgement, domain: str
    ) -> tuple[Proof, str, str] | None:
        """Proof, evidence and detail of a chain whose newest sealer is listed, None where there is none."""
        sets = read_chain(signed.message) if judgement.proof != "pass" else None
        sealer = sealer_of(sets) if sets else ""
        if not sets or sealer not in self._sealers:
            return None
        result, reason = check_chain(signed, sets, resolver)
        shown = f"arc={result} header.d={sealer}" + (f" ({reason})" if reason else "")
        proof = judgement.proof
        if result == "pass" and proof_of(sets[-1].said, domain) == "pass":
            proof = "pass"
        elif result == "temperror":
            proof = "none"  # with an answer it might have been proof
        return proof, f"arc={result}", shown


def _judged_domain(author: str | None) -> str | None:
    """The domain of From in A-labels, None where it is nothing that DNS can know."""
    domain = ascii_name(author.rpartition("@")[2]) if author else None
    return domain if domain and is_name(domain) else None


def _policy(tree: DmarcTree, domain: str | None) -> Policy | None:
    try:
        return tree.policy(domain) if domain else None
    except TemporaryDnsFailure:
        return None


def _related(policy: Policy, domain: str) -> bool:
    return is_below(domain, policy.organization)


def _reads_the_same(signed: SignedMessage, author: str | None) -> bool:
    """Do signatures and people see the same author? Otherwise no signature and no host speaks for it."""
    values = [field.value for field in signed.message.all("from")]
    return signed.message.sound and author is not None and judge_from(values) == author


def _judge_domain(
    tree: DmarcTree, domain: str | None, policy: Policy | None, found: Sequence[Identifier], knows_host: bool
) -> _Judgement:
    if domain is None:
        return _Judgement("none", "permerror", "dmarc=permerror (From names no single usable address)")
    if policy is None:
        return _Judgement("none", "temperror", f"dmarc=temperror header.from={domain} (DNS does not answer)")
    result = evaluate(tree, policy, found)
    if policy.record is None:
        shown = f"dmarc=none header.from={domain} (no policy; aligned {result})"
        return _Judgement("pass" if result == "pass" else "none", "none", shown)
    where = f"header.from={domain} (p={policy.record.policy} at {policy.record.domain})"
    if result == "fail" and not knows_host:
        return _Judgement("none", "none", f"dmarc=none {where} (not judged: behind a relay SPF is not known)")
    proof: Proof = "none" if result not in ("pass", "fail") else "pass" if result == "pass" else "fail"
    return _Judgement(proof, result, f"dmarc={result} {where}")


def _spf(envelope: Envelope, resolver: Resolver) -> SpfCheck | None:
    try:
        address = ip_address(envelope.peer or "")
    except ValueError:
        return None
    if envelope.mail_from is None:
        return None
    return check_spf(address, envelope.mail_from, envelope.helo or "", resolver)


def _of_spf(spf: SpfCheck) -> Identifier:
    return Identifier("spf", ascii_name(spf.domain) or "", spf.result)


def _of_dkim(check: DkimCheck) -> Identifier:
    return Identifier("dkim", check.domain, check.result)


def _spf_words(spf: SpfCheck | None) -> list[str]:
    return [f"spf={spf.result}"] if spf else []


def _best(checks: Sequence[DkimCheck]) -> str:
    results = {one.result for one in checks}
    return next((one for one in _BEST_FIRST if one in results), "none")


def _details(envelope: Envelope, spf: SpfCheck | None, checks: Sequence[DkimCheck]) -> list[str]:
    """One line for each check, as Authentication-Results would have it."""
    lines = []
    if spf:
        lines.append(f"spf={spf.result} {'smtp.mailfrom' if envelope.mail_from else 'smtp.helo'}={spf.domain}")
    for one in checks:
        reason = f" ({one.reason})" if one.reason else ""
        lines.append(f"dkim={one.result}{reason} header.d={one.domain} header.s={one.selector}")
    return lines
