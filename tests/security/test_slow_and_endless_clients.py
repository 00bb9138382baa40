"""Clients that hold a connection for ever: slow ones, endless lines, endless errors."""

import time

import pytest

from tests.support.edge import QUICK, UNTRUSTED, Edge, OpenEdge


@pytest.fixture
def hasty(open_edge: OpenEdge) -> Edge:
    return open_edge(limits=QUICK | {"session_seconds": 1})


def test_a_client_that_says_nothing_is_sent_away(hasty: Edge) -> None:
    with hasty.client() as client:
        assert client.reply().startswith("421 4.4.2")
        assert client.rest() == b""


def test_a_client_that_keeps_talking_without_a_message_is_sent_away(hasty: Edge) -> None:
    with hasty.client() as client:
        reply = client.say("NOOP")
        while reply.startswith("250"):
            reply = client.say("NOOP")
        assert reply.startswith("421") or not reply


def test_a_message_that_trickles_in_is_cut_off_and_not_kept(hasty: Edge) -> None:
    with hasty.client() as client:
        client.start()
        client.socket.settimeout(0.05)
        for _ in range(1000):
            client.send(b"a")
            try:
                if client.socket.recv(100).startswith(b"421"):
                    break
            except TimeoutError:
                continue
        else:
            pytest.fail("still connected")
    assert hasty.mails() == []


def test_a_client_that_finishes_messages_may_stay(open_edge: OpenEdge) -> None:
    edge = open_edge(limits=QUICK | {"session_seconds": 3})  # of which one message needs little on any machine
    with edge.client() as client:
        started = edge.loop.time()
        while edge.loop.time() - started < 4:
            assert client.deliver(b"Subject: x\r\n\r\nText").startswith("250")
            time.sleep(0.1)


def test_a_command_line_without_an_end_is_cut_off(edge: Edge) -> None:
    with edge.client() as client:
        try:
            for _ in range(1000):
                client.send(b"a" * 65_536)
        except ConnectionError:
            return
    pytest.fail("still connected")


def test_after_too_many_errors_the_conversation_is_over(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK | {"errors": 5})
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        replies = [client.say(f"RCPT TO:<guess{n}@vendor.example>")[:3] for n in range(5)]
        assert replies == ["550"] * 5
        assert client.reply().startswith("421")
        assert client.rest() == b""


def test_an_accepted_message_forgives_earlier_errors(open_edge: OpenEdge) -> None:
    edge = open_edge(limits={"errors": 3})
    with edge.client() as client:
        for _ in range(4):
            client.say("BOGUS")
            client.say("BOGUS")
            assert client.deliver(b"Subject: x\r\n\r\nText").startswith("250")
