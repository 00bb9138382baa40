"""A From field that pretends to be somebody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.header.addresses import mailboxes
from gateway.mail.header.fields import one_line
from gateway.mail.identity.impersonation import MAX_MAILBOXES, MAX_SIGNS, Ours, homoglyph, impersonations
from gateway.mail.message import Mailbox
from gateway.mail.text.homoglyphs import mixes_alphabets, shown_domain, skeleton

OURS = Ours.of(["vendor.example"], ["Vendor Software", "Vendor Software Support"])
KNOWN = {skeleton(one): one for one in ("vendor.example", "acorn-mills.example", "café.example", "acorn.co")}


def kinds(value: str) -> list[str]:
    return [one.kind for one in impersonations(mailboxes([value]), OURS)]


@pytest.mark.parametrize(
    "value",
    [
        "ada@acorn.example",
        "Ada Lovelace <ada@acorn.example>",
        '"Lovelace, Ada" <ada@acorn.example>',
        "Dr. A. Lovelace <ada@acorn.example>",
        "ada@acorn.example <ada@acorn.example>",
        "ada@mail.acorn.example <ada@acorn.example>",
        "Ada (acorn.example) <ada@acorn.example>",
        "Ada of Other.example <ada@acorn.example>",
        "Jürgen Müßig <j@acorn.example>",
        "Ольга Петрова <olga@acorn.example>",
        "Ольга (Acorn Ltd) <olga@acorn.example>",
        "山田太郎 Taro <taro@acorn.example>",
        "نرگس می\u200cخواهد <n@acorn.example>",
        "\u200fשרה <s@acorn.example>",
        "Ada \U0001f469\u200d\U0001f4bb <ada@acorn.example>",
        "Ada \u2764\ufe0f <ada@acorn.example>",
        "Ada \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f <ada@acorn.example>",
        "Ada <ada@müller.example>",
        "Ada <ada@xn--mller-kva.example>",
        "Vendor Software Support <support@vendor.example>",
        "support@vendor.example <robot@mail.vendor.example>",
        "Vendor Software via List <list@lists.example>",
    ],
)
def test_ordinary_names_are_not_conspicuous(value: str) -> None:
    assert kinds(value) == []


@pytest.mark.parametrize(
    "value",
    [
        '"support@vendor.example" <x@evil.example>',
        "Support [vendor.example] <x@evil.example>",
        "Support, desk.vendor.example <x@evil.example>",
        "VENDOR.EXAMPLE <x@evil.example>",
        "support@vend0r.example <x@evil.example>",
        "support＠vendor.example <x@evil.example>",
        "support@vendоr.example <x@evil.example>",
        "vendor.example.evil.example <x@evil.example>",
        "=?utf-8?q?support=40vendor=2Eexample?= <x@evil.example>",
    ],
)
def test_a_name_that_claims_our_domain_is_told(value: str) -> None:
    assert "our_address" in kinds(value)


@pytest.mark.parametrize("name", ["Vendor Software", "vendor software support", "Vend0r Software", "Vеndor Software"])
def test_a_name_that_is_ours_is_told(name: str) -> None:
    assert "our_name" in kinds(f"{name} <x@evil.example>")


def test_a_name_that_is_another_address_is_told() -> None:
    assert kinds('"ceo@bank.example" <x@evil.example>') == ["other_address"]
    [sign] = impersonations(mailboxes(['"ceo@bank.example" <x@evil.example>']))
    assert sign.line == "other_address: the name says ceo@bank.example, the address is at evil.example"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ada\u202egnp.exe <x@evil.example>", "U+202E in Ada\\u202egnp.exe"),
        ("A\u200bda <x@evil.example>", "U+200B in A\\u200bda"),
        ("A\u200dda <x@evil.example>", "U+200D in A\\u200dda"),
        ("\u200fAda <x@evil.example>", "U+200F in \\u200fAda"),
        ("Ad\u00ada <x@evil.example>", "U+00AD in Ad\\u00ada"),
        ("Ada\U000e0041 <x@evil.example>", "U+E0041 in Ada\\ue0041"),
        ("<a\u2060da@evil.example>", "U+2060 in a\\u2060da@evil.example"),
        ("=?utf-8?q?A=E2=81=A6da?= <x@evil.example>", "U+2066 in A\\u2066da"),
    ],
)
def test_characters_that_nobody_sees_are_told_by_their_numbers(value: str, shown: str) -> None:
    assert [one.line for one in impersonations(mailboxes([value]), OURS)] == [f"hidden_characters: {shown}"]


@pytest.mark.parametrize(
    "value",
    [
        "Аda Lovelace <x@evil.example>",
        "Ada Lοvelace <x@evil.example>",
        "<аda@evil.example>",
        "<ada@аcorn.example>",
        "<ada@xn--corn-43d.example>",
    ],
)
def test_letters_of_two_alphabets_in_one_word_are_told(value: str) -> None:
    assert kinds(value) == ["mixed_scripts"]


@pytest.mark.parametrize(
    ("domain", "known"),
    [
        ("vend0r.example", "vendor.example"),
        ("vеndor.example", "vendor.example"),
        ("vëndor.example", "vendor.example"),
        ("xn--vndor-d5a.example", None),
        (f"{'vеndor'.encode('punycode').decode().join(['xn--', ''])}.example", "vendor.example"),
        ("mail.vend0r.example", "vendor.example"),
        ("acom-mills.example", "acorn-mills.example"),
        ("acorn-mi11s.example", "acorn-mills.example"),
        ("cafe.example", "café.example"),
        ("vendor.example.evil.example", "vendor.example"),
        ("acorn.co.uk", None),
        ("vendor.example", None),
        ("mail.vendor.example", None),
        ("xn--caf-dma.example", None),
        ("vendors.example", None),
        ("", None),
        ("example", None),
        ("xn--.example", None),
        ("xn--\u00e9.example", None),
        ("a。b.example", None),
    ],
)
def test_a_strangers_domain_that_looks_like_a_known_one_is_told(domain: str, known: str | None) -> None:
    sign = homoglyph(f"x@{domain}", KNOWN)
    assert (sign is not None, sign and sign.detail) == (
        known is not None,
        known and f"{shown_domain(domain)} looks like {known}",
    )


def test_without_our_names_only_the_field_itself_is_judged() -> None:
    found = impersonations(mailboxes(["support@vendor.example <x@evil.example>", "Vendor Software <x@evil.example>"]))
    assert [one.kind for one in found] == ["other_address"]


def test_the_work_is_bounded() -> None:
    one = Mailbox("\u202e" + " ".join(["support@vendor.example"] * 500), "x@evil.example")
    assert len(impersonations([one] * 10_000, OURS)) <= MAX_SIGNS
    many = [Mailbox(f"\u202e{n}", f"x@evil{n}.example") for n in range(MAX_MAILBOXES * 3)]
    assert len(impersonations(many, OURS)) == MAX_MAILBOXES
    assert impersonations([Mailbox("a" * 100_000, "x@evil.example")], OURS) == ()


def test_no_sentence_about_a_disguise_has_a_hidden_character() -> None:
    name = "\u202eVendor\u200b Software\u2066 support@vendor.example Аda"
    lines = [one.line for one in impersonations([Mailbox(name, "\u200bx@evil.example")], OURS)]
    assert lines
    assert all(line.isprintable() for line in lines)


PIECES = st.sampled_from(
    [
        "xn--",
        "-",
        ".",
        "@",
        "a",
        "0",
        " ",
        "support@vendor.example",
        "vendor.example",
        "\u200b",
        "\u202e",
        "\u0430",
        "\u05d0",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=8).map("".join)


@given(TEXTS, TEXTS)
def test_whatever_a_field_holds_what_is_told_is_printable(name: str, address: str) -> None:
    signs = [*impersonations([Mailbox(one_line(name), one_line(address))], OURS)]
    if alike := homoglyph(one_line(address), KNOWN):
        signs.append(alike)
    assert all(one.line.isprintable() for one in signs)


@pytest.mark.parametrize("label", ["xn--a-0000000", "xn--0000g", "xn--a-ecp", "xn---", "xn--99999999"])
def test_an_a_label_that_is_none_stays_as_it_is_written(label: str) -> None:
    assert shown_domain(f"{label}.example").isprintable()


def test_alphabets_are_told_apart() -> None:
    assert mixes_alphabets("pаypal")
    assert not mixes_alphabets("paypal")
    assert not mixes_alphabets("山田yamada")
