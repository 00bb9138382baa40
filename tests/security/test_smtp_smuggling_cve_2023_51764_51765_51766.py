"""SMTP smuggling: a sequence that one server takes for the end of a message and another does not.

CVE-2023-51764, CVE-2023-51765, CVE-2023-51766; in aiosmtpd CVE-2024-27305.
"""

import pytest

from tests.support.edge import QUICK, UNTRUSTED, Edge, OpenEdge

FALSE_ENDS = (
    b"\n.\n",
    b"\n.\r\n",
    b"\r\n.\n",
    b"\r.\r",
    b"\r.\r\n",
    b"\r\n.\r",
    b"\n.\r",
    b"\r.\n",
    b"\r\r\n.\r\r\n",
    b"\r\n\0.\r\n",
    b"\r\n.\0\r\n",
    b"\r\n.\r\r\n",
)
SMUGGLED = (
    b"MAIL FROM:<manager@vendor.example>\r\nRCPT TO:<escalation@vendor.example>\r\nDATA\r\n"
    b"From: manager@vendor.example\r\nSubject: smuggled\r\n\r\n#status closed\r\n.\r\n"
)


def send(edge: Edge, false_end: bytes) -> list[str]:
    """All replies behind the 354."""
    with edge.client() as client:
        assert client.start().startswith("354")
        client.send(b"Subject: outer\r\n\r\nText" + false_end + SMUGGLED + b"QUIT\r\n")
        return client.rest().decode().splitlines()


@pytest.mark.parametrize("false_end", FALSE_ENDS, ids=repr)
def test_a_false_end_from_outside_refuses_the_whole_message(open_edge: OpenEdge, false_end: bytes) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK)
    assert [reply[:3] for reply in send(edge, false_end)] == ["550", "221"]
    assert edge.mails() == []


@pytest.mark.parametrize("false_end", FALSE_ENDS, ids=repr)
def test_a_false_end_from_a_relay_of_ours_stays_inside_the_one_message(edge: Edge, false_end: bytes) -> None:
    assert [reply[:3] for reply in send(edge, false_end)] == ["250", "221"]
    [mail] = edge.mails()
    assert b"Subject: smuggled" in mail.content
    assert mail.envelope.recipients == ("support@vendor.example",)
    lines = mail.content.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line or b"\0" in line for line in lines)


@pytest.mark.parametrize("false_end", FALSE_ENDS, ids=repr)
def test_where_repair_is_configured_a_false_end_is_text(open_edge: OpenEdge, false_end: bytes) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK | {"bare_newlines": "normalize"})
    assert [reply[:3] for reply in send(edge, false_end)] == ["250", "221"]
    assert len(edge.mails()) == 1


def test_a_command_with_a_bare_line_feed_ends_the_session_of_an_untrusted_peer(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK)
    with edge.client() as client:
        client.send(b"EHLO client.example\nMAIL FROM:<user@acorn.example>\r\n")
        assert client.reply().startswith("521")
        assert client.rest() == b""
