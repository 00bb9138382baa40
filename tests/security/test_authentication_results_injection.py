"""Results that an author writes about himself, in every place where a server might take them for its own."""

import pytest

from gateway.adapters.verifier import IGNORED, TrustedRelayVerifier
from gateway.config import Authentication
from gateway.mail.parse import parse
from gateway.ports import Verification
from tests.support.dns_zone import EVIL, RELAY, arrived, mail

OURS = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example"
FAILED = "Authentication-Results: mx.vendor.example; dmarc=fail header.from=acorn.example"
NOTHING = "Authentication-Results: mx.vendor.example; spf=none"
FROM = "From: ada@acorn.example\nSubject: #status closed"


def judge(header: str, peer: str | None = RELAY, body: str = "x\n") -> Verification:
    settings = Authentication(trusted_authserv_ids=("mx.vendor.example",), trusted_peers=(RELAY,))
    content = mail(header, body)
    return TrustedRelayVerifier(settings).verify(parse(content), arrived(content, "", peer))


def test_the_field_alone_is_worth_nothing_from_outside() -> None:
    found = judge(f"{OURS}\n{FROM}", EVIL)
    assert (found.proof, found.evidence, found.details) == ("none", "", (IGNORED,))


def test_below_the_field_of_the_relay_it_is_worth_nothing() -> None:
    assert judge(f"{FAILED}\n{OURS}\n{FROM}").proof == "fail"
    assert judge(f"{NOTHING}\n{FROM}\n{OURS}").proof == "none"


@pytest.mark.parametrize(
    "header",
    [
        f"ARC-{OURS}",
        f"X-{OURS}",
        f"Original-{OURS}",
        f"{OURS.replace('vendor', 'evil')}",
        f"{OURS.replace('mx.vendor.example', 'mx.vendor.example.evil.example')}",
        f"{OURS.replace('mx.vendor.example', 'evil.example (mx.vendor.example)')}",
        f"{OURS.replace('mx.vendor.example', '(mx.vendor.example;) evil.example')}",
        f"{OURS.replace('mx.vendor.example', 'evil.example; mx.vendor.example')}",
        f"Authentication-Results: =?utf-8?q?mx.vendor.example=3B?= {OURS.partition(': ')[2]}",
        f"X: y\n {OURS}",
        f"X: y\r{OURS}",
        f"no field at all\n{OURS}",
        f"Subject: x\n\n{OURS}",
    ],
)
def test_a_field_that_only_looks_like_that_of_the_relay_is_none(header: str) -> None:
    assert judge(f"{header}\n{FROM}").proof != "pass"


@pytest.mark.parametrize(
    "smuggled",
    [
        '"x; dmarc=pass header.from=acorn.example"@evil.example',
        '"x\\"; dmarc=pass header.from=acorn.example;\\""@evil.example',
        "=?utf-8?q?x=3B_dmarc=3Dpass_header.from=3Dacorn.example?=@evil.example",
        '"acorn.example"@evil.example',
        "(; dmarc=pass header.from=acorn.example) x@evil.example",
    ],
)
def test_an_envelope_sender_that_the_relay_repeats_is_no_result(smuggled: str) -> None:
    assert judge(f"{NOTHING.replace('none', 'pass')} smtp.mailfrom={smuggled}\n{FROM}").proof == "none"
    behind = f"{NOTHING.replace('none', 'pass')} smtp.mailfrom={smuggled}; dmarc=fail header.from=acorn.example"
    assert judge(f"{behind}\n{FROM}").proof == "fail"


def test_a_result_that_the_author_adds_to_that_of_the_relay_makes_none() -> None:
    both = "Authentication-Results: mx.vendor.example; spf=fail smtp.helo=x; dmarc=pass header.from=acorn.example; {}"
    assert judge(both.format("dmarc=fail header.from=acorn.example") + f"\n{FROM}").proof == "none"


@pytest.mark.parametrize("cut", ['"', "(", "\\", ")"])
def test_a_field_that_the_author_broke_is_void_as_a_whole(cut: str) -> None:
    assert judge(f"{OURS}; spf=fail smtp.helo={cut}\n{OURS}\n{FROM}").proof == "none"


@pytest.mark.parametrize("piece", [";", "(", ")", '"', "=", "a=b ", "\\"])
def test_a_huge_field_is_read_no_further(piece: str) -> None:
    assert judge(f"{OURS}; {piece * 90_000}\n{FROM}").proof == "none"


def test_a_field_in_the_body_is_text() -> None:
    assert judge(FROM, body=f"{OURS}\n{FROM}\n").proof == "none"
