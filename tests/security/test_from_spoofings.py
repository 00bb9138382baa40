"""Eighteen ways to make people read another author than the one that was proven.

The attacker sends from a host and with a signature of evil.example that are in order, and wants to be taken for
ada@acorn.example. The families are those that espoofer collected ("Composition Kills", USENIX Security 2020).
"""

import pytest

from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.mail.parse import parse
from gateway.ports import Verification
from tests.support.dns_zone import EVIL, arrived, given, mail, sign, world

REST = "To: support@vendor.example\nSubject: New bank account\nDate: Tue, 3 Mar 2026 09:00:00 +0000"
ADA = "ada@acorn.example"

FORMS = {
    "two mailboxes, the victim first": f"From: {ADA}, eve@evil.example",
    "two mailboxes, the attacker first": f"From: eve@evil.example, {ADA}",
    "a blank before the colon of one of two fields": f"From : {ADA}\nFrom: eve@evil.example",
    "a field whose name begins with a blank": f"X: y\n From: {ADA}\nFrom: eve@evil.example",
    "a folded name": f"From\n : {ADA}\nFrom: eve@evil.example",
    "the address in an encoded word": "From: =?utf-8?b?YWRhQGFjb3JuLmV4YW1wbGU=?= <eve@evil.example>",
    "the whole field in encoded words": "From: =?utf-8?b?QWRhIDxhZGFAYWNvcm4uZXhhbXBsZT4=?= <eve@evil.example>",
    "a route in front": f"From: <@evil.example,@x.example:{ADA}>",
    "a group around": f"From: Acorn:{ADA};, eve@evil.example",
    "two angle addresses": f"From: <eve@evil.example> <{ADA}>",
    "an address behind the bracket": f"From: <eve@evil.example>{ADA}",
    "an address as an unquoted name": f"From: {ADA} <eve@evil.example>",
    "a comment inside the address": "From: <ada@acorn.example(@evil.example>)@evil.example>",
    "quotes that end late": f'From: "{ADA}" <eve@evil.example>, "" <x@evil.example',
    "a quoted pair before the at sign": 'From: "ada@acorn.example\\"@evil.example" <eve@evil.example>',
    "NUL in the middle": f"From: {ADA}\0@evil.example",
    "a dot behind the domain": "From: ada@acorn.example.",
    "a look-alike domain": "From: Ada <ada@\u0430corn.example>",
}


def claim(header: str) -> tuple[bytes, Verification]:
    """A mail with everything the attacker can prove, and what we make of it."""
    content = sign(mail(f"{header}\n{REST}"), "evil.example", "from:from:subject:date")
    return content, OwnChecks(given(world())).judge_client(parse(content), arrived(content, "eve@evil.example", EVIL))


def test_there_are_eighteen_forms() -> None:
    assert len(FORMS) == 18


@pytest.mark.parametrize("header", FORMS.values(), ids=FORMS)
def test_the_victim_is_never_proven(header: str) -> None:
    _, found = claim(header)
    domain = (found.address or "").rpartition("@")[2]
    assert domain != "acorn.example" or found.proof == "fail"
    assert found.proof != "pass" or domain == "evil.example"


@pytest.mark.parametrize("header", FORMS.values(), ids=FORMS)
def test_an_address_that_was_proven_is_the_only_one_that_is_shown(header: str) -> None:
    content, found = claim(header)
    if found.proof == "pass":
        assert [one.address for one in parse(content).from_] == [found.address]


@pytest.mark.parametrize("header", FORMS.values(), ids=FORMS)
def test_the_victims_own_signature_does_not_cover_another_form(header: str) -> None:
    honest = sign(mail(f"From: Ada <{ADA}>\n{REST}"))
    content = honest.replace(f"From: Ada <{ADA}>".encode(), mail(header)[:-24].rstrip(b"\r\n"))
    found = OwnChecks(given(world())).judge_client(parse(content), arrived(content, "eve@evil.example", EVIL))
    assert found.proof != "pass"


@pytest.mark.parametrize(
    "mail_from",
    [
        "",
        "x@nobody.acorn.example",
        "<@acorn.example:eve@evil.example",
        '"ada@acorn.example"@evil.example',
        "acorn.example(.evil.example",
        "ada@acorn.example\0.evil.example",
    ],
)
@pytest.mark.parametrize("helo", ["evil.example", "acorn.example"])
def test_no_envelope_makes_a_forged_author_proven(mail_from: str, helo: str) -> None:
    content = mail(f"From: {ADA}\n{REST}")
    found = OwnChecks(given(world())).judge_client(parse(content), arrived(content, mail_from, EVIL, helo))
    assert found.proof == "fail"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"d=evil.example", b"d=acorn.example(.evil.example"),
        (b"d=evil.example", b"d=acorn.example\0.evil.example"),
        (b"d=evil.example", b"d=acorn.example; d=evil.example"),
        (b"s=s1;", b"s=s1._domainkey.evil.example\0;"),
        (b"s=s1;", b"s=s1; i=ada@acorn.example;"),
    ],
)
def test_no_signature_of_the_attacker_speaks_for_the_victim(old: bytes, new: bytes) -> None:
    content = sign(mail(f"From: {ADA}\n{REST}"), "evil.example").replace(old, new, 1)
    found = OwnChecks(given(world())).judge_client(parse(content), arrived(content, "eve@evil.example", EVIL))
    assert found.proof == "fail"


@pytest.mark.parametrize("other", ["Sender", "Resent-From", "Reply-To", "Return-Path", "X-From"])
def test_only_from_names_the_author(other: str) -> None:
    content, found = claim(f"From: eve@evil.example\n{other}: {ADA}")
    assert (found.address, found.proof) == ("eve@evil.example", "pass")
    assert parse(content).from_[0].address == "eve@evil.example"
    assert claim(f"{other}: eve@evil.example\nFrom: {ADA}")[1].proof == "fail"


@pytest.mark.parametrize("domain", ["acorn.example.evil.example", "evil-acorn.example", "notacorn.example"])
def test_a_domain_that_ends_or_begins_like_the_victims_is_another(domain: str) -> None:
    _, found = claim(f"From: ada@{domain}")
    assert found.address == f"ada@{domain}"
    assert (found.proof == "pass") == domain.endswith(".evil.example")
