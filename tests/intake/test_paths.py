"""Paths of SMTP commands and the recipients that are ours."""

from pathlib import Path

import pytest

from gateway.intake.paths import BadPath, Recipients, is_sender, read_path
from tests.support.edge import config_for


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("<user@acorn.example>", "user@acorn.example", ""),
        ("<user@acorn.example> SIZE=1 BODY=7BIT", "user@acorn.example", "SIZE=1 BODY=7BIT"),
        ("user@acorn.example SIZE=1", "user@acorn.example", "SIZE=1"),
        ("<>", "", ""),
        ('<"a>b"@acorn.example> X', '"a>b"@acorn.example', "X"),
        (r'<"a\">b"@acorn.example>', r'"a\">b"@acorn.example', ""),
    ],
)
def test_a_path_is_read_with_its_parameters(text: str, address: str, rest: str) -> None:
    assert read_path(text) == (address, rest)


@pytest.mark.parametrize(
    "text",
    ["", " ", "<user@acorn.example", "<a>b", '<"a>', "<@a.example:b@c.example>", "<" + "a" * 600 + "@b.example>"],
)
def test_a_path_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadPath):
        read_path(text)


@pytest.mark.parametrize("address", ["a@b", "a.b+c=d@b.example", '"a b"@b.example', "a@[IPv6:::1]", "a@[192.0.2.1]"])
def test_senders_may_be_written_as_the_standard_allows(address: str) -> None:
    assert is_sender(address)


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "@b",
        "a@",
        "a b@c.example",
        "a@b@c",
        'a"b@c',
        '""@c',
        '"a"b"@c',
        '"a\\"@c',
        "a@b..c",
        "a@[]",
        "a@b_c",
        "a,b@c",
    ],
)
def test_what_is_no_address_is_no_sender(address: str) -> None:
    assert not is_sender(address)


@pytest.mark.parametrize(
    "address",
    [
        "support@vendor.example",
        "SUPPORT@Vendor.Example",
        "support+T-001001.k3v7@vendor.example",
        "escalation@vendor.example",
        "academy@vendor.example",
        "alerts+disk@vendor.example",
        "bounces+abc234=@vendor.example",
        "postmaster@vendor.example",
        "Abuse@vendor.example",
        "postmaster",
        "Postmaster",
    ],
)
def test_our_addresses_and_their_sub_addresses_are_accepted(tmp_path: Path, address: str) -> None:
    assert Recipients(config_for(tmp_path)).refusal(address) is None


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("user@acorn.example", "550 5.7.1"),
        ("support@other.example", "550 5.7.1"),
        ("support@vendor.example.other.example", "550 5.7.1"),
        ("nobody@vendor.example", "550 5.1.1"),
        ("supporter@vendor.example", "550 5.1.1"),
        ("support", "553 5.1.3"),
        ("", "553 5.1.3"),
        ("@vendor.example", "553 5.1.3"),
    ],
)
def test_everything_else_is_refused(tmp_path: Path, address: str, code: str) -> None:
    refusal = Recipients(config_for(tmp_path)).refusal(address)
    assert refusal is not None
    assert refusal.startswith(code)


def test_the_domain_of_the_gateway_itself_has_a_postmaster(tmp_path: Path) -> None:
    gateway = {"name": "x", "domain": "mail.vendor.example", "database": f"sqlite:///{tmp_path}/gateway.db"}
    recipients = Recipients(config_for(tmp_path, gateway=gateway))
    assert recipients.refusal("postmaster@mail.vendor.example") is None
    assert recipients.refusal("postmaster@vendor.example") is None
    assert recipients.refusal("support@mail.vendor.example") is not None
