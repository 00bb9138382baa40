"""Two From fields: the checks look at one, people at the other."""

import pytest

from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.adapters.verifier import TrustedRelayVerifier
from gateway.config import Authentication
from gateway.mail.parse import parse
from tests.support.dns_zone import EVIL, RELAY, arrived, given, judged, mail, sign, world

REST = "Subject: New bank account\nDate: Tue, 3 Mar 2026 09:00:00 +0000"
TWO = ["From: ada@acorn.example\nFrom: eve@evil.example", "From: eve@evil.example\nFROM : ada@acorn.example"]


@pytest.mark.parametrize("header", TWO)
@pytest.mark.parametrize("names", ["from:subject:date", "from:from:subject:date", "from:from:from:subject"])
@pytest.mark.parametrize("domain", ["evil.example", "acorn.example"])
def test_two_from_fields_prove_nobody(header: str, names: str, domain: str) -> None:
    content = sign(mail(f"{header}\n{REST}"), domain, names)
    found = judged(content, "eve@evil.example", EVIL)
    assert (found.address, found.proof) == (None, "none")
    assert "dmarc=permerror" in found.evidence


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_from_field_added_to_a_signed_mail_makes_it_unproven(place: str) -> None:
    honest = sign(mail(f"From: ada@acorn.example\n{REST}"))
    added = b"From: eve@evil.example\r\n"
    content = added + honest if place == "above" else honest.replace(b"Subject", added + b"Subject", 1)
    assert judged(content, "eve@evil.example", EVIL).proof == "none"


@pytest.mark.parametrize("header", TWO)
def test_even_a_relay_of_ours_cannot_vouch_for_two(header: str) -> None:
    content = mail(f"Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\n{header}\n{REST}")
    verifier = TrustedRelayVerifier(Authentication(trusted_authserv_ids=("mx.vendor.example",), trusted_peers=(RELAY,)))
    found = verifier.verify(parse(content), arrived(content, "", RELAY))
    assert (found.address, found.proof) == (None, "none")


def test_a_sealer_that_is_believed_cannot_vouch_for_two() -> None:
    header = "ARC-Authentication-Results: i=1; lists.example; dmarc=pass header.from=acorn.example\n" + TWO[0]
    content = mail(f"{header}\n{REST}")
    found = OwnChecks(given(world()), ["lists.example"]).judge_client(parse(content), arrived(content, "", EVIL))
    assert (found.address, found.proof) == (None, "none")
