"""Extensions and old commands that would open a side door: none of them is known here."""

import pytest

from tests.support.edge import Edge


@pytest.mark.parametrize(
    "command",
    [
        "BDAT 100 LAST",
        "TURN",
        "ETRN vendor.example",
        "ATRN vendor.example",
        "SEND FROM:<user@acorn.example>",
        "SOML FROM:<user@acorn.example>",
        "SAML FROM:<user@acorn.example>",
        "XCLIENT ADDR=192.0.2.1",
        "XFORWARD ADDR=192.0.2.1",
        "XEXCH50 1 1",
        "LHLO client.example",
        "GET / HTTP/1.1",
        "_handle_client",
        "__init__",
        "STARTTLS",
    ],
)
def test_it_is_refused_and_changes_nothing(edge: Edge, command: str) -> None:
    with edge.client() as client:
        offered = client.say("EHLO client.example")
        assert command.partition(" ")[0] not in offered
        assert client.say(command)[:3] in ("500", "502")
        assert client.deliver(b"Subject: x\r\n\r\nText").startswith("250")
    [mail] = edge.mails()
    assert mail.envelope.peer == "127.0.0.1"


def test_no_extension_is_offered_that_is_not_kept(edge: Edge) -> None:
    with edge.client() as client:
        offers = client.say("EHLO client.example").splitlines()[1:]
    words = {line[4:].partition(" ")[0] for line in offers}
    assert words == {"PIPELINING", "SIZE", "8BITMIME", "ENHANCEDSTATUSCODES"}
