"""Chains of ARC (RFC 8617): they hold or not, and only listed sealers are believed."""

import base64
import itertools

import pytest
from dns_zone import EVIL, KEYS, Zone, judged, mail, sign, world

from gateway.adapters.authentication.arc import check_chain, read_chain, sealer_of
from gateway.adapters.authentication.dkim import SignedMessage
from gateway.mail.canonical import relaxed_field, split_message

FROM_LIST = mail(
    """
From: Ada Moor <ada@acorn.example>
To: team@lists.example
Subject: [team] The export is slow
Date: Tue, 3 Mar 2026 09:00:00 +0000
""",
    "The export is slow.\n-- \nYou read this because you are on the list.\n",
)
SAID = "dmarc=pass header.from=acorn.example"


def sealed(content: bytes, domain: str = "lists.example", said: str = SAID, cv: str = "", tags: str = "") -> bytes:
    """The message with one more set of ARC fields."""
    number = len(split_message(content).all("arc-seal")) + 1
    fields = f"from:subject:date{':arc-authentication-results' if number > 1 else ''}"
    signed = sign(content, domain, fields, field=f"ARC-Message-Signature: i={number};")
    signed = f"ARC-Authentication-Results: i={number}; {domain}; {said}\r\n".encode() + signed
    valid = cv or ("none" if number == 1 else "pass")
    seal = f"ARC-Seal: i={number};{tags} a=ed25519-sha256; cv={valid}; d={domain}; s=s1; b=".encode()
    message = split_message(signed)
    names = ("arc-authentication-results", "arc-message-signature", "arc-seal")
    sets = [tuple(reversed(message.all(name))) for name in names]
    raw = [one.raw for one in itertools.chain(*itertools.zip_longest(*sets)) if one is not None]
    data = b"".join(relaxed_field(one) for one in (*raw, seal)).removesuffix(b"\r\n")
    return seal + base64.b64encode(KEYS[domain].signature(data)) + b"\r\n" + signed


def chain(content: bytes, zone: Zone | None = None) -> str:
    message = split_message(content)
    return check_chain(SignedMessage(message), read_chain(message), zone or world())[0]


def test_a_message_without_arc_has_no_chain() -> None:
    assert chain(FROM_LIST) == "none"


def test_chains_of_one_two_and_many_sealers_hold() -> None:
    content = FROM_LIST
    for number in range(1, 6):
        content = sealed(content, "lists.example" if number % 2 else "quiet.example")
        assert chain(content) == "pass"


def test_only_the_newest_message_signature_has_to_hold() -> None:
    once = sealed(FROM_LIST, "quiet.example")
    changed = once.replace(b"[team]", b"[crew]")
    assert chain(changed) == "fail"
    assert chain(sealed(changed)) == "pass"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"slow.", b"fast."),
        (b"Ada Moor", b"Eve Moor"),
        (b"dmarc=pass", b"dmarc=fail"),
        (b"cv=none", b"cv=pass"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=2"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=51"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=0"),
        (b"ARC-Seal: i=1", b"ARC-Seal: i=x"),
        (b"ARC-Seal: i=1", b"ARC-Sale: i=1"),
        (b"ARC-Authentication-Results: i=1", b"ARC-Authentication-Results: lists"),
        (b"ARC-Seal: i=1; a=ed25519-sha256", b"ARC-Seal: i=1; a=rsa-sha1"),
        (b"s=s1; b=", b"s=none; b="),
        (b"cv=none; d=lists.example", b"cv=none; d=quiet.example"),
        (b"h=from:subject:date", b"h=from:subject:date:arc-seal"),
        (b"h=from:subject:date", b"h=subject:date"),
        (b"From: Ada", b"Subject: another\r\nFrom: Ada"),
        (b"From: Ada", b"no field\r\nFrom: Ada"),
    ],
)
def test_whatever_is_changed_breaks_the_chain(old: bytes, new: bytes) -> None:
    content = sealed(FROM_LIST)
    assert old in content
    assert chain(content.replace(old, new, 1)) == "fail"


def test_a_chain_that_says_it_is_broken_is_broken() -> None:
    assert chain(sealed(sealed(FROM_LIST), cv="fail")) == "fail"
    assert chain(sealed(FROM_LIST, cv="pass")) == "fail"
    assert chain(sealed(sealed(FROM_LIST), cv="none")) == "fail"


def test_a_seal_that_names_fields_breaks_the_chain() -> None:
    assert chain(sealed(FROM_LIST, tags=" h=from;")) == "fail"


def test_a_set_that_stands_twice_breaks_the_chain() -> None:
    content = sealed(FROM_LIST)
    seal = content.partition(b"ARC-Authentication-Results")[0]
    assert chain(seal + content) == "fail"


def test_a_key_that_cannot_be_looked_up_is_a_temporary_error() -> None:
    zone = world()
    zone.away = {"s1._domainkey.lists.example"}
    assert chain(sealed(FROM_LIST), zone) == "temperror"


def test_the_newest_sealer_is_named() -> None:
    sets = read_chain(split_message(sealed(sealed(FROM_LIST, "quiet.example"))))
    assert sets is not None
    assert sealer_of(sets) == "lists.example"
    assert sealer_of(()) == ""


def test_what_a_listed_sealer_saw_is_proof() -> None:
    found = judged(sealed(FROM_LIST), "team-bounces@lists.example", sealers=["Lists.example"])
    assert found.proof == "pass"
    assert found.evidence == "spf=none dkim=none dmarc=fail arc=pass"
    assert found.details[-1] == "arc=pass header.d=lists.example"


@pytest.mark.parametrize(
    "said",
    [
        "dmarc=fail header.from=acorn.example",
        "dmarc=pass header.from=evil.example",
        "dmarc=pass",
        "dmarc=pass header.from=acorn.example; dmarc=pass header.from=acorn.example",
        "spf=pass smtp.mailfrom=acorn.example",
    ],
)
def test_a_listed_sealer_that_saw_no_proof_for_this_domain_proves_nothing(said: str) -> None:
    assert judged(sealed(FROM_LIST, said=said), sealers=["lists.example"]).proof == "fail"


def test_the_word_of_a_sealer_that_is_not_listed_counts_for_nothing() -> None:
    found = judged(sealed(FROM_LIST, "evil.example"), "x@evil.example", sealers=["lists.example"])
    assert (found.proof, found.evidence) == ("fail", "spf=pass dkim=none dmarc=fail")
    assert judged(sealed(FROM_LIST)).proof == "fail"


def test_a_listed_sealer_below_another_counts_for_nothing() -> None:
    content = sealed(sealed(FROM_LIST), "evil.example", said="arc=pass")
    assert judged(content, "x@evil.example", EVIL, sealers=["lists.example"]).proof == "fail"


def test_a_chain_that_cannot_be_checked_for_now_is_no_failure() -> None:
    zone = world()
    zone.away = {"s1._domainkey.lists.example"}
    found = judged(sealed(FROM_LIST), zone=zone, sealers=["lists.example"])
    assert found.proof == "none"
    assert found.evidence.endswith("arc=temperror")
