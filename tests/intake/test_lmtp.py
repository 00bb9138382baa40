"""LMTP sessions: one answer for every recipient, whatever happens."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import ConfigurationError
from tests.support.edge import Client, Edge, OpenEdge

LMTP = {"protocol": "lmtp", "host": "127.0.0.1", "port": 0}


@pytest.fixture
def lmtp(open_edge: OpenEdge) -> Edge:
    return open_edge(listener=[LMTP])


def deliver(client: Client, content: bytes, recipients: int) -> list[str]:
    """The replies behind the final dot, of which there must be one per recipient and then that of NOOP."""
    names = [f"support+{n}@vendor.example" for n in range(recipients)]
    assert client.start("LHLO client.example", *names).startswith("354")
    client.send(content + b"\r\n.\r\nNOOP\r\n")
    replies = [client.reply() for _ in range(recipients + 1)]
    assert replies.pop() == "250 2.0.0 Ok"
    return replies


def test_every_recipient_gets_an_answer_and_the_mail_is_kept_once(lmtp: Edge) -> None:
    with lmtp.client() as client:
        assert deliver(client, b"Subject: x\r\n\r\nText", 3) == ["250 2.0.0 Ok, kept as 1"] * 3
    [mail] = lmtp.mails()
    assert len(mail.envelope.recipients) == 3
    assert b"with LMTP;" in mail.content


def test_every_recipient_is_told_that_the_message_is_too_large(open_edge: OpenEdge) -> None:
    edge = open_edge(listener=[LMTP], limits={"message_bytes": 1024})
    with edge.client() as client:
        assert deliver(client, b"a" * 2000, 2) == ["552 5.3.4 Message too large"] * 2


def test_every_recipient_is_told_that_the_database_is_away(lmtp: Edge) -> None:
    with closing(sqlite3.connect(lmtp.store.url.removeprefix("sqlite:///"))) as database:
        database.execute("ALTER TABLE mail RENAME TO elsewhere")
        with lmtp.client() as client:
            replies = deliver(client, b"Subject: x\r\n\r\nText", 2)
    assert replies == ["451 4.3.0 Temporary failure, please try again later"] * 2


def test_the_same_recipient_twice_gets_two_answers(lmtp: Edge) -> None:
    with lmtp.client() as client:
        client.start("LHLO c.example", "support@vendor.example", "support@vendor.example")
        client.send(b"Subject: x\r\n\r\n.\r\n")
        assert [client.reply()[:3], client.reply()[:3]] == ["250", "250"]


def test_only_accepted_recipients_get_an_answer(lmtp: Edge) -> None:
    with lmtp.client() as client:
        client.start("LHLO c.example", "nobody@vendor.example", "support@vendor.example")
        client.send(b"Subject: x\r\n\r\n.\r\nNOOP\r\n")
        assert [client.reply(), client.reply()] == ["250 2.0.0 Ok, kept as 1", "250 2.0.0 Ok"]


@pytest.mark.parametrize("hello", ["HELO client.example", "EHLO client.example"])
def test_lmtp_is_greeted_with_lhlo_only(lmtp: Edge, hello: str) -> None:
    with lmtp.client() as client:
        assert client.say(hello).startswith("500")
        assert client.say("MAIL FROM:<>").startswith("503")
        assert "250-PIPELINING" in client.say("LHLO client.example")


def test_bare_newlines_are_repaired_in_lmtp_from_anybody(open_edge: OpenEdge) -> None:
    edge = open_edge(
        listener=[LMTP], authentication={"trusted_peers": []}, limits={"greeting_seconds": 0, "bare_newlines": "refuse"}
    )
    with edge.client() as client:
        assert deliver(client, b"Subject: x\n\nText", 1)[0].startswith("250")


@pytest.fixture
def at_socket(open_edge: OpenEdge, tmp_path: Path) -> Any:
    return open_edge(listener=[{"protocol": "lmtp", "socket": "lmtp.sock", "socket_mode": "600"}])


def test_a_unix_socket_has_its_mode_and_is_removed_at_the_end(at_socket: Edge, tmp_path: Path) -> None:
    path = tmp_path / "lmtp.sock"
    assert path.stat().st_mode & 0o777 == 0o600
    with Client(path) as client:
        assert deliver(client, b"Subject: x\r\n\r\nText", 2)[0].startswith("250")
    [mail] = at_socket.mails()
    assert mail.envelope.peer is None
    assert mail.content.startswith(b"Received: from client.example\r\n\tby vendor.example with LMTP;")
    at_socket.stop_listening()
    assert not path.exists()


def test_a_socket_that_a_dead_process_left_is_replaced(open_edge: OpenEdge, tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as left:
        left.bind(str(tmp_path / "lmtp.sock"))
    open_edge(listener=[{"protocol": "lmtp", "socket": "lmtp.sock"}])
    Client(tmp_path / "lmtp.sock").close()


def test_a_socket_in_use_is_not_taken_away(at_socket: Edge, open_edge: OpenEdge, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="another process listens"):
        open_edge(listener=[{"protocol": "lmtp", "socket": "lmtp.sock"}])
    Client(tmp_path / "lmtp.sock").close()
