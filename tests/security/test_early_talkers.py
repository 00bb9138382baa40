"""Clients that speak before they are spoken to: bots, and attempts to slip commands past the greeting."""

from tests.support.edge import UNTRUSTED, Edge, OpenEdge

COMMANDS = b"EHLO bot.example\r\nMAIL FROM:<user@acorn.example>\r\nRCPT TO:<support@vendor.example>\r\nDATA\r\n"


def test_who_speaks_before_the_greeting_is_refused(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED)
    with edge.client(greet=False) as client:
        client.send(COMMANDS)
        assert client.reply().startswith("554")
        assert client.rest() == b""


def test_who_waits_for_the_greeting_is_served(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED)
    with edge.client() as client:
        assert client.deliver(b"Subject: x\r\n\r\nText").startswith("250")


def test_a_message_sent_before_the_go_ahead_is_never_read_as_commands(edge: Edge) -> None:
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        client.say("RCPT TO:<support@vendor.example>")
        client.send(b"DATA\r\nSubject: x\r\n\r\nRSET\r\n.\r\nMAIL FROM:<>\r\n")
        assert client.reply().startswith("503")
        assert client.rest() == b""
    assert edge.mails() == []
