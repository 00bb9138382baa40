"""Commands injected in clear text before TLS begins: CVE-2011-0411, CVE-2021-38371, CVE-2021-33515 and their family."""

import ssl
from typing import Any

from tests.support.edge import OpenEdge


def test_commands_sent_behind_starttls_in_clear_text_are_never_carried_out(
    open_edge: OpenEdge, certificate: Any, trusting: ssl.SSLContext
) -> None:
    edge = open_edge(listener=[{"host": "127.0.0.1", "port": 0} | certificate])
    with edge.client() as client:
        client.say("EHLO injected.example")
        client.send(b"STARTTLS\r\nMAIL FROM:<evil@acorn.example>\r\nRCPT TO:<support@vendor.example>\r\n")
        assert client.reply().startswith("220")
        client.start_tls(trusting)
        assert client.say("NOOP") == "250 2.0.0 Ok"
        assert client.say("RCPT TO:<support@vendor.example>").startswith("503")


def test_what_was_said_before_tls_is_forgotten(open_edge: OpenEdge, certificate: Any, trusting: ssl.SSLContext) -> None:
    edge = open_edge(listener=[{"host": "127.0.0.1", "port": 0} | certificate])
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<evil@acorn.example>")
        client.say("STARTTLS")
        client.start_tls(trusting)
        assert client.say("RCPT TO:<support@vendor.example>").startswith("503")
        assert client.say("MAIL FROM:<user@acorn.example>").startswith("503")  # not even the name is known
