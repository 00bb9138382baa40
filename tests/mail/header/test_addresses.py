"""Address fields: everything that can be meant is read; only a clean form proves who wrote."""

import pytest

from gateway.mail.header.addresses import judge_from, mailboxes
from gateway.mail.message import Mailbox
from gateway.mail.parse import parse


def pairs(value: str) -> list[tuple[str, str]]:
    return [(one.name, one.address) for one in mailboxes([value])]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ada@acorn.example", [("", "ada@acorn.example")]),
        ('"Moor, Ada" <ada@acorn.example>, bo@x.example', [("Moor, Ada", "ada@acorn.example"), ("", "bo@x.example")]),
        ("Moor, Ada <ada@acorn.example>", [("Moor, Ada", "ada@acorn.example")]),
        ("Ada <ada@ACORN.example>", [("Ada", "ada@acorn.example")]),
        (
            "Team: a@x.example, b@x.example; c@x.example",
            [("", "a@x.example"), ("", "b@x.example"), ("", "c@x.example")],
        ),
        ("undisclosed-recipients:;", []),
        ("<@relay.example,@two.example:ada@acorn.example>", [("", "ada@acorn.example")]),
        ("ada@acorn.example (Ada Moor)", [("Ada Moor", "ada@acorn.example")]),
        ("Ada Moor ada@acorn.example", [("Ada Moor", "ada@acorn.example")]),
        ("<ada@acorn.example", [("", "ada@acorn.example")]),
        ("<<ada@acorn.example>>", [("", "ada@acorn.example")]),
        ("Ada (sales <ada@acorn.example>", [("Ada (sales", "ada@acorn.example")]),
        ('"Ada <ada@acorn.example>', [("Ada", "ada@acorn.example")]),
        ("Ada <a@x.example> Bo <b@x.example>", [("Ada", "a@x.example"), ("Bo", "b@x.example")]),
        ("mailto:ada@acorn.example", [("", "ada@acorn.example")]),
        ("Ada [SMTP:ada@acorn.example]", [("Ada", "ada@acorn.example")]),
        ("'ada@acorn.example'", [("", "ada@acorn.example")]),
        ("Ada <>", [("Ada", "")]),
        ("Ada Moor", [("Ada Moor", "")]),
        ("", []),
        (",,;,", []),
        ("=?utf-8?q?Moor=2C_Ada?= <ada@acorn.example>", [("Moor, Ada", "ada@acorn.example")]),
        ("=?utf-8?q?Moor,_Ada?= <ada@acorn.example>", [("Moor, Ada", "ada@acorn.example")]),
        ("jörg@müller.example", [("", "jörg@müller.example")]),
        ('"Ada \\"A\\" Moor" <ada@acorn.example>', [('Ada "A" Moor', "ada@acorn.example")]),
    ],
)
def test_a_field_is_read_as_it_was_meant(value: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(value) == expected


def test_an_encoded_name_never_becomes_an_address() -> None:
    found = mailboxes(["=?utf-8?q?boss=40vendor.example=2C?= <eve@evil.example>"])
    assert found == (Mailbox("boss@vendor.example,", "eve@evil.example"),)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("ada@acorn.example", "ada@acorn.example"),
        ("Ada Moor <Ada@Acorn.Example>", "Ada@acorn.example"),
        ('"Moor, Ada" <ada@acorn.example>', "ada@acorn.example"),
        ("ada@acorn.example (Ada)", "ada@acorn.example"),
        ("ada@acorn.example <ada@acorn.example>", "ada@acorn.example"),
        ('"boss@vendor.example" <ada@acorn.example>', "ada@acorn.example"),
        ('"ada moor"@acorn.example', '"ada moor"@acorn.example'),
        ("jörg@müller.example", "jörg@müller.example"),
    ],
)
def test_a_clean_from_names_one_address(value: str, address: str) -> None:
    assert judge_from([value]) == address


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Ada Moor",
        "ada@acorn.example, bo@acorn.example",
        "Team: ada@acorn.example;",
        "<@relay.example:ada@acorn.example>",
        "ada(comment)@acorn.example",
        "ada@(comment)acorn.example",
        "<ada@(comment)acorn.example>",
        "Ada <ada@acorn.example\0>",
        "ada@acorn.example.",
        "<ada@acorn.example.>",
        "<ada@acorn..example>",
        "<ada@-acorn.example>",
        "<<ada@acorn.example>>",
        "<ada@acorn.example",
        "boss@vendor.example <ada@acorn.example>",
        "Ada <ada@acorn.example> boss@vendor.example",
        "<ada@acorn.example> <boss@vendor.example>",
        "=?utf-8?q?ada=40acorn.example?=",
        "=?utf-8?q?ada?=@acorn.example",
        '"Ada <ada@acorn.example>',
        "Ada (x <ada@acorn.example>",
        "<ada moor@acorn.example>",
        "ada@acorn.example;",
        "ada@[192.0.2.1]",
    ],
)
def test_an_odd_from_proves_nothing(value: str) -> None:
    assert judge_from([value]) is None


def test_several_from_fields_prove_nothing() -> None:
    assert judge_from(["ada@acorn.example", "ada@acorn.example"]) is None
    message = parse(b"From: a@x.example\nFrom: b@x.example\n\nhi")
    assert message.author is None
    assert message.from_fields == 2
    assert [one.address for one in message.from_] == ["a@x.example", "b@x.example"]


def test_a_blank_before_the_colon_still_makes_a_from_field() -> None:
    assert parse(b"From : ada@acorn.example\n\nhi").author == "ada@acorn.example"
    assert parse(b"From: a@x.example\nFrom\t: b@x.example\n\nhi").author is None


def test_the_raw_form_is_judged_not_the_decoded_one() -> None:
    content = b"From: =?utf-8?q?boss=40vendor.example_=3Cboss=40vendor.example=3E=2C?= <ada@acorn.example>\n\nhi"
    assert parse(content).author == "ada@acorn.example"


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ('eve@evil.example (") , ada@acorn.example (")', ["eve@evil.example", "ada@acorn.example"]),
        ('eve@evil.example (Eve "), Ada <ada@acorn.example> (" x)', ["eve@evil.example", "ada@acorn.example"]),
        ('(")Eve <eve@evil.example>(","), (")Ada <ada@acorn.example>', ["eve@evil.example", "ada@acorn.example"]),
        ('eve@evil.example (a(")b) , ada@acorn.example (c"d)', ["eve@evil.example", "ada@acorn.example"]),
    ],
)
def test_a_quotation_mark_in_a_comment_hides_no_second_address(value: str, addresses: list[str]) -> None:
    assert [one.address for one in mailboxes([value])] == addresses
    assert judge_from([value]) is None


@pytest.mark.parametrize(
    "value",
    [
        'ada@acorn.example (5" disk)',
        "ada@acorn.example (\\) , eve@evil.example \\()",
        'ada@acorn.example (" ( " " ) ")',
        '(") <eve@evil.example> (") <ada@acorn.example>',
    ],
)
def test_a_comment_that_readers_end_at_different_places_proves_nothing(value: str) -> None:
    assert judge_from([value]) is None


@pytest.mark.parametrize("value", ['ada@acorn.example (Ada "the boss" Moor)', '"Moor (sales" <ada@acorn.example>'])
def test_marks_that_nobody_can_misread_are_no_harm(value: str) -> None:
    assert judge_from([value]) == "ada@acorn.example"
