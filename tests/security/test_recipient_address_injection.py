"""Addresses in RCPT and MAIL that carry more than an address."""

import pytest

from tests.support.edge import Edge

RECIPIENTS = (
    b"<support@vendor.example>\rRCPT TO:<victim@other.example>",
    b"<support@vendor.example\0@other.example>",
    b"<support@vendor.example> <victim@other.example>",
    b"<support@vendor.example>,<victim@other.example>",
    b"<support@vendor.example> NOTIFY=SUCCESS ORCPT=rfc822;victim@other.example",
    b"<support+\x1b[2J@vendor.example>",
    b"<support+a b@vendor.example>",
    b"<support+<x>@vendor.example>",
    b"<support+a,victim@other.example@vendor.example>",
    b"<support+\xe2\x80\xae@vendor.example>",
)
SENDERS = (
    b"<user@acorn.example\0>",
    b"<user@acorn.example>\rMAIL FROM:<x@acorn.example>",
    b"<user\x7f@acorn.example>",
    b'<"user\tname"@acorn.example>',
    b"<user@acorn.example> AUTH=<admin>",
    b"<user,other@acorn.example>",
)


@pytest.mark.parametrize("path", RECIPIENTS)
def test_a_recipient_is_one_address_or_none(edge: Edge, path: bytes) -> None:
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        assert client.say(b"RCPT TO:" + path).startswith("5")
        assert client.say("DATA").startswith("503")


@pytest.mark.parametrize("path", SENDERS)
def test_a_sender_is_one_address_or_none(edge: Edge, path: bytes) -> None:
    with edge.client() as client:
        client.say("EHLO client.example")
        assert client.say(b"MAIL FROM:" + path).startswith("5")
        assert client.say("RCPT TO:<support@vendor.example>").startswith("503")
