"""DKIM signatures of others: which hold, and which hold but prove nothing."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from gateway.adapters.authentication.dkim import MAX_SIGNATURES, DkimCheck, SignedMessage, check_dkim
from gateway.adapters.authentication.resolver import Kind
from gateway.mail.identity.canonical import split_message
from tests.support.dns_zone import NOW, Zone, mail, sign, world

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
RSA_PEM = RSA.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
RSA_PUBLIC = base64.b64encode(
    RSA.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()
WEAK = (  # 768 bits
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAL/Q4EsDPqm6iRJbTteJSDiIizhnvbLkoxsHAjGEG2F/dPwVNWaMKR923hcWaZ7Q7mJJXgUUQuFOFnsW"
    "KmKR7eYk+0xNNFZMZOObqO/OarQ1vCI8OTeR0UR6eahyYAbZfQIDAQAB"
)
KEY_NAME = "s1._domainkey.acorn.example"
MAIL = mail(
    """
From: Ada Moor <ada@acorn.example>
To: support@vendor.example
Subject: The   export
\tis slow
Date: Tue, 3 Mar 2026 09:00:00 +0000
Content-Type: text/plain
""",
    "Since  Monday \nthe export\tis slow.\n\n\n",
)
PUBLIC = world().records[KEY_NAME]["TXT"][0].partition("p=")[2]


def checks(content: bytes, zone: Zone | None = None) -> tuple[DkimCheck, ...]:
    return check_dkim(SignedMessage(split_message(content)), zone or world(), NOW.timestamp(), lambda _: False)


def result(content: bytes, zone: Zone | None = None) -> str:
    (one,) = checks(content, zone)
    return one.result


def with_key(*texts: str) -> Zone:
    records: dict[str, dict[Kind, tuple[str, ...]]] = {KEY_NAME: {"TXT": texts}}
    return world() | records


@pytest.mark.parametrize(
    "forms", [(b"relaxed", b"relaxed"), (b"relaxed", b"simple"), (b"simple", b"relaxed"), (b"simple", b"simple")]
)
def test_a_signature_of_another_implementation_holds(forms: tuple[bytes, bytes]) -> None:
    field = dkim.sign(MAIL, b"s1", b"acorn.example", RSA_PEM, canonicalize=forms)
    zone = with_key(f"v=DKIM1; k=rsa; p={RSA_PUBLIC}")
    assert result(field + MAIL, zone) == "pass"
    assert result(field + MAIL.replace(b"Monday", b"Friday"), zone) == "fail"
    assert result(field + MAIL.replace(b"Ada Moor", b"Eve Moor"), zone) == "fail"


def test_relaxed_forms_survive_other_blanks_and_folding() -> None:
    signed = sign(MAIL)
    changed = signed.replace(b"The   export\r\n\tis", b"The export is").replace(b"Subject:", b"SUBJECT :")
    assert result(changed.replace(b"Since  Monday \r\n", b"Since Monday\r\n").rstrip() + b"\r\n\r\n") == "pass"


def test_a_body_with_line_feeds_alone_counts_as_one_with_crlf() -> None:
    assert result(sign(MAIL).replace(b"\r\n", b"\n")) == "pass"


def test_a_message_without_a_body_can_be_signed() -> None:
    for forms in (("relaxed", "relaxed"), ("simple", "simple")):
        assert result(sign(mail("From: ada@acorn.example", ""), forms=forms)) == "pass"


def test_a_message_without_a_signature_has_no_check() -> None:
    assert checks(MAIL) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"v=1;", b"v=2;", "permerror"),
        (b"v=1;", b"", "permerror"),
        (b"a=ed25519-sha256", b"a=ed448-sha512", "permerror"),
        (b"a=ed25519-sha256", b"a=rsa-sha1", "fail"),
        (b"a=ed25519-sha256", b"a=rsa-sha256", "permerror"),
        (b"s=s1;", b"s=;", "permerror"),
        (b"s=s1;", b"", "permerror"),
        (b"s=s1;", b"s=s1; s=s1;", "permerror"),
        (b"s=s1;", b"s=other;", "permerror"),
        (b"s=s1;", b"s=s1; q=http;", "permerror"),
        (b"s=s1;", b"s=s1; i=ada@evil.example;", "permerror"),
        (b"s=s1;", b"s=s1; l=1x;", "permerror"),
        (b"s=s1;", b"s=s1; t=20; x=10;", "permerror"),
        (b"s=s1;", b"s=s1; x=1000000000;", "fail"),
        (b"s=s1;", b"s=s1; l=99999;", "fail"),
        (b"s=s1;", b"s=s1; i=@acorn.example;", "fail"),
        (b"d=acorn.example", b"d=acorn.example(.evil.example", "permerror"),
        (b"d=acorn.example", b"d=localhost", "permerror"),
        (b"c=relaxed/relaxed", b"c=loose", "permerror"),
        (b"h=from:subject:date", b"h=subject:date", "fail"),
        (b"h=from:subject:date", b"h=from:subject", "fail"),
        (b"h=from:subject:date", b"h=" + b"from:" * 300 + b"from", "permerror"),
        (b" b=", b" b=!", "permerror"),
    ],
)
def test_a_field_that_is_not_as_it_must_be_proves_nothing(old: bytes, new: bytes, expected: str) -> None:
    content = sign(MAIL)
    assert old in content
    assert result(content.replace(old, new, 1)) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([f"v=DKIM1; k=ed25519; p={PUBLIC}"], "pass"),
        ([f"k=ed25519; p={PUBLIC}"], "pass"),
        ([f"v=DKIM1; k=ed25519; h=sha1:sha256; s=email; n=a note; t=s; p={PUBLIC}"], "pass"),
        (["some other text", f"v=DKIM1; k=ed25519; p={PUBLIC}"], "pass"),
        ([], "permerror"),
        (["v=DKIM1; k=ed25519; p="], "fail"),
        (["v=DKIM1; k=ed25519; p=AAAA"], "permerror"),
        ([f"v=DKIM2; k=ed25519; p={PUBLIC}"], "permerror"),
        ([f"v=DKIM1; k=rsa; p={RSA_PUBLIC}"], "permerror"),
        ([f"v=DKIM1; k=ed25519; h=sha1; p={PUBLIC}"], "permerror"),
        ([f"v=DKIM1; k=ed25519; s=tlsrpt; p={PUBLIC}"], "permerror"),
        ([f"v=DKIM1; k=ed25519; t=y; p={PUBLIC}"], "policy"),
        ([f"v=DKIM1; k=ed25519; p={PUBLIC}", "v=DKIM1; k=ed25519; p="], "permerror"),
    ],
)
def test_the_published_key_decides(texts: list[str], expected: str) -> None:
    assert result(sign(MAIL), with_key(*texts)) == expected


def test_a_strict_key_refuses_an_identity_below_the_domain() -> None:
    zone = with_key(f"v=DKIM1; k=ed25519; t=s; p={PUBLIC}")
    assert result(sign(MAIL, extra=" i=ada@mail.acorn.example;"), zone) == "permerror"
    assert result(sign(MAIL, extra=" i=ada@acorn.example;"), zone) == "pass"


def test_an_rsa_key_under_1024_bits_fails() -> None:
    content = sign(MAIL).replace(b"a=ed25519-sha256", b"a=rsa-sha256")
    (one,) = checks(content, with_key(f"v=DKIM1; p={WEAK}"))
    assert (one.result, one.reason) == ("fail", "a key of 768 bits is too weak")


def test_an_rsa_key_made_to_be_slow_is_refused() -> None:
    numbers = RSA.private_numbers()
    slow = rsa.RSAPublicNumbers(numbers.d, numbers.public_numbers.n).public_key()
    data = slow.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    content = sign(MAIL).replace(b"a=ed25519-sha256", b"a=rsa-sha256")
    (one,) = checks(content, with_key(f"v=DKIM1; p={base64.b64encode(data).decode()}"))
    assert (one.result, one.reason) == ("permerror", "the exponent of the key is too long")


def test_a_key_that_cannot_be_looked_up_is_a_temporary_error() -> None:
    zone = world()
    zone.away = {KEY_NAME}
    assert result(sign(MAIL), zone) == "temperror"


def test_no_question_is_asked_about_a_body_that_was_changed() -> None:
    zone = world()
    assert result(sign(MAIL).replace(b"slow.", b"fast."), zone) == "fail"
    assert zone.asked == []


def test_at_most_ten_signatures_are_looked_at() -> None:
    content = MAIL
    for _ in range(12):
        content = b"DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from; bh=AA==; b=AA==\r\n" + content
    zone = world()
    assert len(checks(content, zone)) == MAX_SIGNATURES


def test_the_signatures_that_matter_are_looked_up_first() -> None:
    zone = world()
    content = sign(sign(MAIL), "evil.example")
    found = check_dkim(
        SignedMessage(split_message(content)), zone, NOW.timestamp(), lambda domain: domain == "acorn.example"
    )
    assert [one.domain for one in found] == ["evil.example", "acorn.example"]
    assert [name for name, _ in zone.asked] == ["s1._domainkey.acorn.example", "s1._domainkey.evil.example"]


def test_a_body_that_goes_on_behind_the_signed_part_is_no_proof() -> None:
    whole = len(b"Since Monday\r\nthe export is slow.\r\n")
    assert result(sign(MAIL, length=whole)) == "pass"
    assert result(sign(MAIL, length=whole) + b"<p>Pay here</p>\r\n") == "policy"
    assert result(sign(MAIL, length=0)) == "policy"


@pytest.mark.parametrize("name", ["From", "Subject", "Date"])
def test_a_second_field_above_the_signed_one_fails(name: str) -> None:
    assert result(f"{name}: another\r\n".encode() + sign(MAIL)) == "fail"


@pytest.mark.parametrize(
    "line",
    [
        b"Pay here",
        b"X: a\0",
        b"X: a\rFrom: eve@evil.example",
        b"X: a\0b",
        b": x",
        "B\u00fcro: x".encode(),
        b"X: " + b"x" * 110_000,
    ],
)
def test_a_header_that_can_be_read_in_two_ways_is_no_proof(line: bytes) -> None:
    content = sign(MAIL).replace(b"Content-Type", line + b"\r\nContent-Type", 1)
    assert {one.result for one in checks(content)} <= {"permerror"}


def test_the_line_of_a_mailbox_file_in_front_does_no_harm() -> None:
    assert result(b"From ada@acorn.example Tue Mar  3 09:00:00 2026\r\n" + sign(MAIL)) == "pass"
