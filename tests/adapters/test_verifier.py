"""Whose word counts: a relay of ours, else our own checks."""

from collections.abc import Iterator

import pytest

from gateway.adapters.authentication.dns_client import DnsClient
from gateway.adapters.authentication.dns_records import quoted_strings
from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.adapters.authentication.spf import SpfCheck
from gateway.adapters.verifier import IGNORED, FullVerifier, TrustedRelayVerifier, verifier_for
from gateway.config import Authentication, Config
from gateway.mail.parse import parse
from gateway.ports import Verification
from tests.support.dns_zone import EVIL, FRIEND, RELAY, Zone, arrived, given, judged, mail, sign, world
from tests.support.name_server import NameServer

SETTINGS = Authentication(trusted_authserv_ids=("mx.vendor.example",), trusted_peers=("127.0.0.1", "192.0.2.0/30"))
FROM = "From: Ada <ada@acorn.example>\nSubject: Slow\nDate: Tue, 3 Mar 2026 09:00:00 +0000"
PASS = "spf=pass smtp.mailfrom=acorn.example; dkim=pass header.d=acorn.example; dmarc=pass header.from=acorn.example"


def relayed(results: str, peer: str | None = RELAY, header: str = FROM) -> Verification:
    content = mail(f"Authentication-Results: {results}\n{header}")
    return TrustedRelayVerifier(SETTINGS).verify(parse(content), arrived(content, "ada@acorn.example", peer))


@pytest.mark.parametrize("peer", [None, "127.0.0.1", RELAY])
@pytest.mark.parametrize(
    "server", ["mx.vendor.example", "MX.Vendor.Example", "mx.vendor.example 1", '"mx.vendor.example"']
)
def test_a_relay_of_ours_is_believed(peer: str | None, server: str) -> None:
    found = relayed(f"{server}; {PASS}", peer)
    assert (found.address, found.proof) == ("ada@acorn.example", "pass")
    assert found.evidence == "spf=pass dkim=pass dmarc=pass"
    assert found.details == ("believed: mx.vendor.example",)


@pytest.mark.parametrize(
    "results",
    [
        f"mx.other.example; {PASS}",
        f"mx.vendor.example 2; {PASS}",
        f"mx.vendor.example; {PASS} (",
        "mx.vendor.example; dmarc=pass",
        "mx.vendor.example; dmarc=pass header.from=evil.example",
        "mx.vendor.example; dmarc=pass header.from=acorn.example header.from=evil.example",
        f"mx.vendor.example; {PASS}; dmarc=fail header.from=acorn.example",
        "mx.vendor.example; dmarc/2=pass header.from=acorn.example",
        "mx.vendor.example; dmarc=none; dkim=pass header.d=acorn.example; dkim=fail header.d=acorn.example",
        "mx.vendor.example; dmarc=none; spf=pass smtp.mailfrom=acorn.example; spf=fail smtp.mailfrom=acorn.example",
        "mx.vendor.example; dmarc=temperror header.from=acorn.example",
        "mx.vendor.example; dmarc=none header.from=acorn.example",
        "mx.vendor.example; spf=pass smtp.mailfrom=evil.example; dmarc=none header.from=acorn.example",
        'mx.vendor.example; spf=pass smtp.mailfrom="acorn.example"@evil.example; dmarc=none header.from=acorn.example',
        "mx.vendor.example; dkim=fail header.d=acorn.example; dmarc=none header.from=acorn.example",
        "mx.vendor.example; dkim=pass header.d=acorn.example header.d=evil.example; dmarc=none",
        "mx.vendor.example; none",
        PASS,
    ],
)
def test_what_a_relay_did_not_prove_is_not_proven(results: str) -> None:
    assert relayed(results).proof == "none"


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=none header.from=acorn.example; spf=pass smtp.mailfrom=bounce@acorn.example",
        "dmarc=none header.from=acorn.example; dkim=fail header.d=x.example; dkim=pass header.d=ACORN.example",
        "dmarc=none header.from=acorn.example; dkim=pass header.i=@acorn.example",
        "dmarc=pass header.from=Acorn.Example.",
    ],
)
def test_an_aligned_pass_is_proof_where_the_domain_has_no_policy(results: str) -> None:
    assert relayed(f"mx.vendor.example; {results}").proof == "pass"


def test_a_failed_verdict_of_a_relay_is_a_failure() -> None:
    assert relayed("mx.vendor.example; spf=pass; dmarc=fail header.from=acorn.example").proof == "fail"


def test_a_domain_in_letters_of_its_language_is_the_same_in_ascii() -> None:
    header = "From: ada@m\u00fcller.example"
    found = relayed("mx.vendor.example; dmarc=pass header.from=xn--mller-kva.example", header=header)
    assert (found.address, found.proof) == ("ada@m\u00fcller.example", "pass")


def in_fields(*fields: str) -> str:
    """Several fields below each other; one that is no result is written as it stands."""
    return "\n".join(
        [fields[0], *(one if one.startswith("R") else f"Authentication-Results: {one}" for one in fields[1:])]
    )


OURS = "mx.vendor.example"
RECEIVED = "Received: from acorn.example by mx.vendor.example; Tue, 3 Mar 2026 09:00:00 +0000"


@pytest.mark.parametrize(
    "fields",
    [
        (f"{OURS}; spf=pass smtp.mailfrom=x.example", f"{OURS}; dmarc=pass header.from=acorn.example"),
        (f"{OURS}; dkim=pass header.d=acorn.example", f"{OURS}; dmarc=none header.from=acorn.example"),
        (f"{OURS}/4711; dkim=none", f"{OURS}/4712; dmarc=pass header.from=acorn.example", RECEIVED),
        (f"mx.vendor.example; {PASS}", "mx.vendor.example; dmarc=pass header.from=acorn.example"),
        (f"mx.vendor.example; {PASS}", "mx.vendor.example; dmarc / 1 = pass header.from=acorn.example"),
        ("mx.inner.example; none", "mx.vendor.example; spf=none", f"mx.vendor.example; {PASS}"),
    ],
)
def test_what_a_relay_wrote_into_several_fields_is_read_together(fields: tuple[str, ...]) -> None:
    assert relayed(in_fields(*fields)).proof == "pass"


@pytest.mark.parametrize(
    ("fields", "proof"),
    [
        (("mx.vendor.example; spf=pass", "mx.other.example; none", f"mx.vendor.example; {PASS}"), "none"),
        (("mx.vendor.example; spf=pass", RECEIVED, f"mx.vendor.example; {PASS}"), "none"),
        ((f"mx.vendor.example; {PASS}", "mx.vendor.example; dmarc=fail header.from=acorn.example"), "none"),
        (("mx.vendor.example; dmarc=fail header.from=acorn.example", f"mx.vendor.example; {PASS}"), "fail"),
        ((f"mx.vendor.example; {PASS}", "mx.vendor.example 2; none"), "none"),
        ((f"mx.vendor.example; {PASS}", "mx.other.example; dmarc=fail header.from=acorn.example"), "pass"),
        ((f"mx.vendor.example.evil.example/mx.vendor.example; {PASS}",), "none"),
    ],
)
def test_what_stands_below_another_hop_or_contradicts_is_no_proof(fields: tuple[str, ...], proof: str) -> None:
    assert relayed(in_fields(*fields)).proof == proof


def test_a_forged_field_below_ours_helps_nobody() -> None:
    forged = f"mx.vendor.example; {PASS}"
    honest = "mx.vendor.example; dmarc=fail header.from=acorn.example"
    assert relayed(f"{honest}\nAuthentication-Results: {forged}").proof == "fail"
    assert relayed(f"mx.vendor.example 7; x\nAuthentication-Results: {forged}").proof == "none"
    assert relayed(f"mx.other.example; none\nAuthentication-Results: {forged}").proof == "pass"


def test_a_peer_that_is_no_relay_of_ours_is_not_believed() -> None:
    found = relayed(f"mx.vendor.example; {PASS}", EVIL)
    assert (found.proof, found.evidence, found.details) == ("none", "", (IGNORED,))


class Records(DnsClient):
    """A DnsClient over a zone."""

    def __init__(self, zone: Zone) -> None:
        super().__init__()
        self.zone = zone

    def look_up(self, name: str, kind: object, seconds: float) -> tuple[str, ...]:
        """From the zone."""
        return self.zone.look_up(name, kind)  # type: ignore[arg-type]  # whatever the checks ask for


def full(
    content: bytes, peer: str | None, mail_from: str | None = "ada@acorn.example", zone: Zone | None = None
) -> Verification:
    verifier = FullVerifier(TrustedRelayVerifier(SETTINGS), Records(zone or world()))
    return verifier.verify(parse(content), arrived(content, mail_from, peer))


def test_mail_from_elsewhere_is_checked_by_ourselves() -> None:
    content = mail(FROM)
    assert full(content, FRIEND).evidence == "spf=pass dkim=none dmarc=pass"
    assert full(content, FRIEND).proof == "pass"
    assert full(content, EVIL).proof == "fail"
    assert full(sign(content), EVIL, "x@evil.example").proof == "pass"


def test_results_in_our_name_from_elsewhere_are_ignored_and_told() -> None:
    found = full(mail(f"Authentication-Results: mx.vendor.example; {PASS}\n{FROM}"), EVIL)
    assert found.proof == "fail"
    assert found.details[-1] == IGNORED


def test_the_word_of_a_relay_costs_no_question_to_dns() -> None:
    zone = world()
    content = mail(f"Authentication-Results: mx.vendor.example; {PASS}\n{FROM}")
    assert full(content, RELAY, zone=zone).proof == "pass"
    assert zone.asked == []


def test_a_relay_that_says_nothing_leaves_dkim_to_us_and_spf_to_nobody() -> None:
    zone = world()
    found = full(sign(mail(FROM)), RELAY, zone=zone)
    assert (found.proof, found.evidence) == ("pass", "dkim=pass dmarc=pass")
    assert ("acorn.example", "TXT") not in zone.asked


def test_without_a_signature_behind_a_relay_nothing_is_proven_and_nothing_failed() -> None:
    found = full(mail(FROM), RELAY)
    assert (found.proof, found.evidence) == ("none", "dkim=none dmarc=none")


def test_what_a_relay_says_about_spf_alone_is_used() -> None:
    header = "Authentication-Results: mx.vendor.example; spf={}\n" + FROM
    found = full(mail(header.format("pass smtp.mailfrom=bounce@acorn.example")), RELAY)
    assert (found.proof, found.evidence) == ("pass", "spf=pass dkim=none dmarc=pass")
    assert full(mail(header.format("fail smtp.mailfrom=acorn.example")), RELAY).proof == "fail"
    assert full(mail(header.format("pass smtp.helo=acorn.example")), RELAY).proof == "none"


def test_a_domain_without_a_policy_is_proven_by_an_aligned_pass() -> None:
    quiet = mail(FROM.replace("acorn", "quiet"))
    assert full(quiet, FRIEND, "ada@quiet.example").evidence == "spf=pass dkim=none dmarc=none"
    assert full(quiet, FRIEND, "ada@quiet.example").proof == "pass"
    assert full(sign(quiet, "quiet.example"), EVIL, "").proof == "pass"
    assert full(quiet, EVIL, "ada@quiet.example").proof == "none"
    assert full(sign(quiet, "evil.example"), EVIL, "x@evil.example").proof == "none"


def test_the_null_sender_is_judged_by_its_greeting() -> None:
    content = mail(FROM)
    found = OwnChecks(given(world())).judge_client(parse(content), arrived(content, "", FRIEND, "acorn.example"))
    assert (found.proof, found.details[0]) == ("pass", "spf=pass smtp.helo=acorn.example")


def test_a_delivery_without_an_envelope_has_no_spf() -> None:
    assert judged(mail(FROM), None).evidence == "dkim=none dmarc=none"


@pytest.mark.parametrize("away", ["_dmarc.acorn.example", "acorn.example"])
def test_dns_that_does_not_answer_is_neither_pass_nor_fail(away: str) -> None:
    zone = world()
    zone.away = {away}
    found = full(mail(FROM), FRIEND, zone=zone)
    assert found.proof == "none"
    assert "dmarc=temperror" in found.evidence


def test_the_silence_of_another_domain_does_not_save_a_forgery() -> None:
    zone = world()
    zone.away = {"s1._domainkey.evil.example", "evil.example"}
    assert full(sign(mail(FROM), "evil.example"), EVIL, "x@evil.example", zone).proof == "fail"


def test_details_are_one_line_each_whatever_the_author_wrote() -> None:
    found = full(mail(FROM), EVIL, "x@evil.example\r\nspf=pass\x1b[2J")
    assert all(line.isprintable() and len(line) <= 400 for line in found.details)


def test_the_same_facts_are_found_again() -> None:
    checks = OwnChecks(given(world()))
    content = mail(FROM)
    first, again = (
        checks.judge_relayed(parse(content), arrived(content), SpfCheck("pass", "acorn.example")) for _ in range(2)
    )
    assert first == again


@pytest.fixture
def server() -> Iterator[NameServer]:
    texts = {(f"{name}.", "TXT"): [quoted_strings(one) for one in of["TXT"]] for name, of in world().records.items()}
    opened = NameServer(texts)
    yield opened
    opened.stop()


def config(**authentication: object) -> Config:
    return Config.model_validate(
        {
            "gateway": {"name": "Example Software", "domain": "vendor.example"},
            "addresses": {
                "support": ["s@vendor.example"],
                "escalation": ["e@vendor.example"],
                "bounces": "b@vendor.example",
            },
            "authentication": authentication,
        }
    )


def test_configured_name_servers_are_asked(server: NameServer) -> None:
    verifier = verifier_for(config(nameservers=[f"127.0.0.1:{server.port}"]))
    content = sign(mail(FROM))
    found = verifier.verify(parse(content), arrived(content, "ada@acorn.example", FRIEND))
    assert (found.proof, found.evidence) == ("pass", "spf=pass dkim=pass dmarc=pass")
    assert "_dmarc.acorn.example. TXT" in server.asked


def test_with_our_checks_off_no_name_server_is_asked(server: NameServer) -> None:
    verifier = verifier_for(config(nameservers=[f"127.0.0.1:{server.port}"], verify="off"))
    content = mail(FROM)
    found = verifier.verify(parse(content), arrived(content, "ada@acorn.example", FRIEND))
    assert (found.proof, found.evidence, server.asked) == ("none", "", [])
