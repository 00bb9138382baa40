"""Recipient addresses that try to make us pass mail on to somebody else."""

import pytest

from tests.support.edge import Edge

FORMS = (
    "victim%other.example@vendor.example",
    "other.example!victim@vendor.example",
    "@vendor.example:victim@other.example",
    "@vendor.example,@mx.vendor.example:victim@other.example",
    '"victim@other.example"@vendor.example',
    "victim@other.example@vendor.example",
    '"victim@other.example"',
    "victim@[192.0.2.1]",
    "victim@other.example",
    "support%other.example@vendor.example",
    "support+victim%other.example@vendor.example",
    "support+other.example!victim@vendor.example",
    "postmaster%other.example@vendor.example",
    "@vendor.example",
    "support@vendor.example@other.example",
    "support@vendor.example.",
)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_address_makes_us_a_relay(edge: Edge, form: str) -> None:
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        assert client.say(f"RCPT TO:<{form}>")[:3] in ("550", "553")
        assert client.say("DATA").startswith("503")
    assert edge.mails() == []
