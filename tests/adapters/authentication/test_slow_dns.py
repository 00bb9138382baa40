"""Mail whose verification waits for DNS: several wait side by side, each within its time, and nobody behind them."""

import threading
from dataclasses import replace
from pathlib import Path

from gateway.adapters.authentication.dns_client import DnsClient
from gateway.adapters.authentication.resolver import Kind, TemporaryDnsFailure
from gateway.adapters.verifier import SECONDS, SECONDS_OF_ALL, THREADS, FullVerifier, TrustedRelayVerifier
from gateway.config import Authentication
from gateway.desk.inbound.batch import settle_batch
from gateway.mail.envelope import Envelope, InboundMail
from gateway.mail.parse import parse
from tests.support.desk import build_desk, further_store, queue, stored
from tests.support.dns_zone import EVIL, FRIEND, RELAY, Zone, arrived, mail, sign, world

SETTINGS = Authentication(trusted_authserv_ids=("mx.vendor.example",), trusted_peers=(RELAY,))
FROM = "From: Ada <ada@acorn.example>\nSubject: Slow\nDate: Tue, 3 Mar 2026 09:00:00 +0000"
SAID = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\n"
PATIENCE = 120.0  # seconds for threads to meet; they need none


class Waiting(DnsClient):
    """A DnsClient whose questions about policies wait until so many are asked at once."""

    def __init__(self, at_once: int, zone: Zone | None = None) -> None:
        super().__init__()
        self.zone = zone or world()
        self.barrier = threading.Barrier(at_once)
        self.left: list[float] = []

    def look_up(self, name: str, kind: Kind, seconds: float) -> tuple[str, ...]:
        """From the zone, once enough others ask."""
        if name == "_dmarc.acorn.example":
            self.left.append(seconds)
            try:
                self.barrier.wait(PATIENCE)
            except threading.BrokenBarrierError as error:
                raise TemporaryDnsFailure(name) from error
        return self.zone.look_up(name, kind)


class Clock:
    """Seconds that pass when they are told to."""

    now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def verifier(dns: DnsClient) -> FullVerifier:
    return FullVerifier(TrustedRelayVerifier(SETTINGS), dns)


def verify_threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("verify")]


def test_several_wait_for_dns_side_by_side() -> None:
    dns = Waiting(at_once=4)
    judge = verifier(dns)
    contents = [sign(mail(f"{FROM}\nX-Number: {number}")) for number in range(4)]
    begun = [judge.begin(parse(one), arrived(one, "x@evil.example", EVIL)) for one in contents]
    assert [one().proof for one in begun] == ["pass"] * 4
    assert all(0 < left <= SECONDS for left in dns.left)


def test_results_keep_the_order_of_the_mails() -> None:
    judge = verifier(Waiting(at_once=2))
    pairs = [(FRIEND, "pass"), (EVIL, "fail")]
    content = mail(FROM)
    begun = [judge.begin(parse(content), arrived(content, "ada@acorn.example", peer)) for peer, _ in pairs]
    assert [one().proof for one in begun] == [proof for _, proof in pairs]


def test_the_word_of_a_relay_needs_no_thread() -> None:
    judge = verifier(Waiting(at_once=2))
    content = mail(SAID + FROM)
    before = verify_threads()
    assert judge.begin(parse(content), arrived(content, "", RELAY))().proof == "pass"
    assert verify_threads() == before
    assert TrustedRelayVerifier(SETTINGS).begin(parse(content), arrived(content, "", RELAY))().proof == "pass"


def test_never_more_threads_than_allowed() -> None:
    judge = verifier(Waiting(at_once=THREADS))
    before = len(verify_threads())
    content = mail(FROM)
    begun = [judge.begin(parse(content), arrived(content, "", FRIEND)) for _ in range(2 * THREADS)]
    assert len(verify_threads()) - before <= THREADS
    assert {one().evidence for one in begun} == {"spf=none dkim=none dmarc=fail"}


def test_who_waited_too_long_for_a_thread_asks_only_the_cache() -> None:
    clock = Clock()
    resolver = DnsClient(seconds=clock).within(SECONDS_OF_ALL)
    clock.now += SECONDS_OF_ALL - 1
    late = resolver.within(SECONDS)
    clock.now += 1
    try:
        late.look_up("acorn.example", "TXT")
    except TemporaryDnsFailure:
        return
    raise AssertionError("asked when its time was up")


def test_a_batch_with_silent_domains_is_settled_and_the_others_are_proven(tmp_path: Path, sqlite_schema: bytes) -> None:
    desk = build_desk(further_store(sqlite_schema, tmp_path / "vendor"), tmp_path)
    silent = Zone(world().records, away=["_dmarc.quiet.example"])
    desk = replace(desk, verifier=verifier(Waiting(2, silent)))
    contents = [
        sign(mail(f"{FROM}\nTo: support@vendor.example\nMessage-ID: <1@acorn.example>")),
        mail(f"{FROM.replace('acorn', 'quiet')}\nTo: support@vendor.example\nMessage-ID: <2@quiet.example>"),
        sign(mail(f"{FROM}\nTo: support@vendor.example\nMessage-ID: <3@acorn.example>")),
    ]
    mails = [
        InboundMail(one, Envelope("x@evil.example", (), arrived(one).envelope.received_at, EVIL)) for one in contents
    ]
    with desk.store.begin() as work:
        work.mails.accept(mails, "smtp")
    assert [one.decision for one in settle_batch(desk, 10)] == ["new"] * 3
    found = [stored(desk, {"mail": number}) for number in (1, 2, 3)]
    assert [one.sender_proof for one in found] == ["pass", "none", "pass"]
    assert "dmarc=temperror" in str(found[1].sender_evidence)
    assert {one.recipients[0].address for one in queue(desk, "queued") if one.audience == "customer"} == {
        "ada@acorn.example"
    }
    desk.store.close()
