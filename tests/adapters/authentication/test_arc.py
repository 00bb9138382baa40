"""Chains of ARC (RFC 8617): they hold or not, and only listed sealers are believed."""

import base64
import itertools

import pytest

from gateway.adapters.authentication.arc import check_chain, read_chain, sealer_of
from gateway.adapters.authentication.dkim import SignedMessage
from gateway.mail.identity.canonical import relaxed_field, split_message
from tests.support.dns_zone import EVIL, KEYS, Zone, judged, mail, sign, world

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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the structure of the sets
        (b"ARC-Seal: i=1;", b"X-Seal: i=1;"),
        (b"ARC-Message-Signature: i=1;", b"X-Signature: i=1;"),
        (b"ARC-Authentication-Results: i=1;", b"X-Results: i=1;"),
        (b"ARC-Authentication-Results: i=1; lists.example;", b"ARC-Authentication-Results: lists.example; i=1;"),
        (b"ARC-Authentication-Results: i=1;", b"ARC-Authentication-Results: i=1, 2;"),
        (b"ARC-Seal: i=1;", b"ARC-Seal: i=01;"),
        (b"ARC-Seal: i=1;", b"ARC-Seal: i=-1;"),
        (b"ARC-Seal: i=1;", b"ARC-Seal: i=;"),
        (b"ARC-Seal: i=1;", b"ARC-Seal: i=1; i=1;"),
        (b"ARC-Seal: i=1;", b"ARC-Seal: I=1;"),
        # the tags of the seal
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1;"),
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1; a=;"),
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1; a=rsa-md5;"),
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1; a=ed25519-sha256; a=ed25519-sha256;"),
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1; A=ed25519-sha256;"),
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1; a;"),
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1; a=ed25519-sha256; t=soon;"),
        (b"ARC-Seal: i=1; a=ed25519-sha256;", b"ARC-Seal: i=1; a=ed25519-sha256; t=1234567890;"),  # not what was signed
        (b"cv=none;", b""),
        (b"cv=none;", b"cv=;"),
        (b"cv=none;", b"cv=fail;"),
        (b"cv=none;", b"cv=perhaps;"),
        (b"cv=none; d=lists.example;", b"cv=none;"),
        (b"cv=none; d=lists.example;", b"cv=none; d=lists..example;"),
        (b"cv=none; d=lists.example; s=s1;", b"cv=none; d=lists.example;"),
        (b"cv=none; d=lists.example; s=s1;", b"cv=none; d=lists.example; s=a b;"),
        (b"cv=none; d=lists.example; s=s1; b=", b"cv=none; d=lists.example; s=s1; b=*"),
        (b"cv=none; d=lists.example; s=s1; b=", b"cv=none; d=lists.example; s=s1; x="),
        (b"cv=none; d=lists.example; s=s1; b=", b"cv=none; d=lists.example; s=s1; b=AAAA"),
        # the tags of the message signature, which begins a line below the seal
        (b"i=1;\r\n a=ed25519-sha256;", b"i=1;"),
        (b"i=1;\r\n a=ed25519-sha256;", b"i=1;\r\n a=rsa-sha1;"),
        (b"\r\n c=relaxed/relaxed;", b""),
        (b"\r\n c=relaxed/relaxed;", b"\r\n c=simple/simple;"),
        (b"\r\n c=relaxed/relaxed;", b"\r\n c=simple/relaxed;"),
        (b"\r\n c=relaxed/relaxed;", b"\r\n c=relaxed/strict;"),
        (b"\r\n d=lists.example;", b""),
        (b"\r\n d=lists.example;", b"\r\n d=list_s;"),
        (b"\r\n s=s1;", b""),
        (b"\r\n s=s1;", b"\r\n s=nobody;"),
        (b"\r\n s=s1;", b"\r\n s=s1; t=soon;"),
        (b"\r\n s=s1;", b"\r\n s=s1; l=soon;"),
        (b"\r\n h=from:subject:date;", b""),
        (b"\r\n h=from:subject:date;", b"\r\n h=;"),
        (b"\r\n h=from:subject:date;", b"\r\n h=date:from:subject;"),
        (b"\r\n bh=", b"\r\n x="),
        (b"\r\n bh=", b"\r\n bh=*"),
        (b"\r\n bh=", b"\r\n bh=AAAA"),
        (b"\r\n b=", b"\r\n b=*"),
        (b"\r\n b=", b"\r\n x="),
        (b"\r\n b=", b"\r\n b=AAAA"),
    ],
)
def test_a_set_that_is_not_as_it_must_be_breaks_the_chain(old: bytes, new: bytes) -> None:
    content = sealed(FROM_LIST)
    assert content.count(old) >= 1
    assert chain(content.replace(old, new, 1)) == "fail"


@pytest.mark.parametrize("instance", [1, 2, 3])
@pytest.mark.parametrize("name", [b"ARC-Seal", b"ARC-Message-Signature", b"ARC-Authentication-Results"])
def test_a_chain_with_a_gap_or_a_field_too_many_does_not_hold(name: bytes, instance: int) -> None:
    content = sealed(sealed(sealed(FROM_LIST)))
    assert chain(content) == "pass"
    start = content.index(b"%s: i=%d;" % (name, instance))
    stop = content.index(b"\r\nARC", start) + 2 if b"\r\nARC" in content[start:] else content.index(b"From: Ada")
    field = content[start:stop]
    assert chain(content.replace(field, b"")) == "fail"
    assert chain(field + content) == "fail"
    assert chain(content.replace(field, field.replace(b"i=%d;" % instance, b"i=9;", 1))) == "fail"


@pytest.mark.parametrize("instance", [1, 2])
def test_every_seal_of_a_chain_has_to_hold(instance: int) -> None:
    content = sealed(sealed(FROM_LIST, "quiet.example"))
    start = content.index(b" b=", content.index(b"ARC-Seal: i=%d;" % instance)) + 3
    other = b"A" if content[start : start + 1] != b"A" else b"B"
    assert chain(content[:start] + other + content[start + 1 :]) == "fail"


def test_results_of_an_older_set_are_sealed_too() -> None:
    content = sealed(sealed(FROM_LIST, "quiet.example"))
    assert chain(content.replace(b"i=1; quiet.example; dmarc=pass", b"i=1; quiet.example; dmarc=none")) == "fail"


def test_the_order_of_the_fields_in_the_header_does_not_matter() -> None:
    content = sealed(sealed(FROM_LIST, "quiet.example"))
    message = split_message(content)
    fields = sorted((one.raw for one in message.fields if one.name.startswith("arc-")), key=len)
    others = [one.raw for one in message.fields if not one.name.startswith("arc-")]
    assert chain(b"\r\n".join([*others[:2], *fields, *others[2:]]) + b"\r\n\r\n" + message.body) == "pass"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"ARC-Seal: i=1;", b"arc-SEAL:  i = 1 ;"),
        (b"Subject: [team] The export", b"SUBJECT:   [team]\r\n\tThe  export"),
        (b"The export is slow.\r\n-- ", b"The  export is\tslow.  \r\n-- "),
    ],
)
def test_what_relaxed_forms_leave_out_does_not_matter(old: bytes, new: bytes) -> None:
    content = sealed(FROM_LIST)
    assert old in content
    changed = content.replace(old, new, 1)
    # the tags of the seal themselves are signed: other blanks within them are another seal
    assert chain(changed) == ("fail" if b" ;" in new else "pass")


@pytest.mark.parametrize("text", ["", "v=DKIM1; k=ed25519; p=", "v=DKIM2; k=ed25519; p={}", "v=DKIM1; k=rsa; p={}"])
def test_a_key_that_is_none_breaks_the_chain(text: str) -> None:
    name = "s1._domainkey.lists.example"
    public = world().records[name]["TXT"][0].partition("p=")[2]
    assert chain(sealed(FROM_LIST), world() | {name: {"TXT": (text.format(public),) if text else ()}}) == "fail"


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
        "dmarc=pass header.from=acorn.example; dmarc=none header.from=acorn.example",
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
