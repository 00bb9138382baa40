"""Listeners: TLS, several at once, limits on connections and time, and the end."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import ConfigurationError, DiskFull
from gateway.store.store import Store, UnitOfWork
from tests.support.edge import PATIENCE, QUICK, UNTRUSTED, Client, Edge, OpenEdge, config_for
from tests.support.gateway_process import until

SMTP = {"host": "127.0.0.1", "port": 0}


def test_a_mail_travels_over_tls(open_edge: OpenEdge, certificate: Any, trusting: ssl.SSLContext) -> None:
    edge = open_edge(listener=[SMTP | certificate])
    with edge.client() as client:
        assert "250-STARTTLS" in client.say("EHLO client.example")
        assert client.say("STARTTLS").startswith("220")
        client.start_tls(trusting)
        assert "STARTTLS" not in client.say("EHLO client.example")
        assert client.say("STARTTLS").startswith("503")
        assert client.deliver(b"Subject: x\r\n\r\n" + b"Text\r\n" * 50_000).startswith("250")
        assert client.say("QUIT").startswith("221")
    assert b"with ESMTPS;" in edge.mails()[0].content


def test_tls_older_than_1_2_is_refused(open_edge: OpenEdge, certificate: Any) -> None:
    edge = open_edge(listener=[SMTP | certificate])
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with edge.client() as client:
        client.say("STARTTLS")
        with pytest.raises((ssl.SSLError, ConnectionError)):
            client.start_tls(old)


def test_where_tls_is_required_nothing_is_taken_without_it(
    open_edge: OpenEdge, certificate: Any, trusting: ssl.SSLContext
) -> None:
    edge = open_edge(listener=[SMTP | certificate | {"require_tls": True}])
    with edge.client() as client:
        client.say("EHLO client.example")
        assert client.say("MAIL FROM:<user@acorn.example>").startswith("530")
        assert client.say("NOOP").startswith("250")
        client.say("STARTTLS")
        client.start_tls(trusting)
        assert client.deliver(b"Subject: x\r\n\r\nText").startswith("250")


def test_garbage_instead_of_a_handshake_ends_the_connection_quietly(open_edge: OpenEdge, certificate: Any) -> None:
    edge = open_edge(listener=[SMTP | certificate])
    with edge.client() as client:
        client.say("STARTTLS")
        client.send(b"MAIL FROM:<user@acorn.example>\r\n" * 10)
        assert b"250" not in client.rest()
    with edge.client() as client:
        assert client.say("NOOP").startswith("250")


def test_a_certificate_that_cannot_be_used_is_told_with_its_path(open_edge: OpenEdge, tmp_path: Path) -> None:
    (tmp_path / "mail.crt").write_text("no certificate")
    with pytest.raises(ConfigurationError, match=r"mail\.crt"):
        open_edge(listener=[SMTP | {"certificate": "mail.crt", "key": "mail.crt"}])


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="belong together"):
        config_for(tmp_path, listener=[SMTP | {"certificate": "mail.crt"}])


def test_several_listeners_serve_side_by_side(open_edge: OpenEdge) -> None:
    edge = open_edge(listener=[SMTP, SMTP | {"protocol": "lmtp"}, SMTP])
    ports = [address[1] for address in edge.listeners.addresses]  # type: ignore[index]  # all are host and port
    assert edge.listeners.up
    greetings = []
    for port in ports:
        with Client(port) as client:
            greetings.append(client.greeting)
    assert greetings == [f"220 vendor.example {word} ready" for word in ("ESMTP", "LMTP", "ESMTP")]


def test_a_port_that_is_taken_is_told(open_edge: OpenEdge) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=str(port)):
            open_edge(listener=[SMTP | {"port": port}])


def test_a_connection_above_the_total_is_told_to_come_later(open_edge: OpenEdge) -> None:
    edge = open_edge(limits={"connections": 2})
    with edge.client() as first, edge.client() as second:
        with edge.client() as third:
            assert third.greeting.startswith("421 4.3.2")
            assert third.rest() == b""
        assert first.say("NOOP").startswith("250")
        second.say("QUIT")
        assert second.rest() == b""
    with edge.client() as again:
        assert again.greeting.startswith("220")


def test_an_untrusted_peer_has_a_limit_of_its_own(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK | {"connections_per_peer": 1})
    with edge.client(), edge.client() as second:
        assert second.greeting.startswith("421 4.7.0")


def test_a_peer_that_sends_too_fast_is_told_to_come_later(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK | {"mails_per_peer_minute": 1})
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        client.say("RSET")
        assert client.say("MAIL FROM:<user@acorn.example>").startswith("450")


def test_hundreds_of_connections_may_be_open(open_edge: OpenEdge) -> None:
    edge = open_edge()
    clients = [edge.client() for _ in range(300)]
    assert all(client.greeting.startswith("220") for client in clients)
    assert clients[-1].deliver(b"Subject: x\r\n\r\nText").startswith("250")
    for client in clients:
        client.close()


def test_messages_that_need_more_memory_than_there_is_are_put_off(open_edge: OpenEdge) -> None:
    edge = open_edge(limits={"memory_bytes": 1024, "message_bytes": 20_000})
    with edge.client() as first, edge.client() as second:
        first.start()
        first.send(b"a" * 15_000)
        second.start()
        second.send(b"b" * 15_000)
        replies = {client.reply() if client is second else "" for client in (first, second)}
        assert "421 4.3.2 Too busy, please try again later" in replies
        first.send(b"\r\n.\r\n")
        assert first.reply().startswith("250")


class GatedStore:
    """A real store whose transactions wait for a gate."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.gate = threading.Event()
        self.reached = threading.Event()

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        self.reached.set()
        assert self.gate.wait(PATIENCE)
        with self._store.begin() as work:
            yield work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
def gated(tmp_path: Path) -> Any:
    store = Store(config_for(tmp_path).database_url)
    store.migrate()
    return GatedStore(store)


def test_a_mail_is_kept_although_its_client_hangs_up_before_the_answer(open_edge: OpenEdge, gated: Any) -> None:
    edge = open_edge(store=gated)
    client = edge.client()
    client.start()
    client.send(b"Subject: x\r\n\r\nText\r\n.\r\n")
    assert gated.reached.wait(PATIENCE)
    client.close()
    gated.gate.set()
    edge.committer.close(PATIENCE)
    assert len(edge.mails()) == 1


def test_a_commit_that_takes_too_long_is_answered_with_try_again(open_edge: OpenEdge, gated: Any) -> None:
    edge = open_edge(store=gated, limits={"accept_seconds": 0.2})
    with edge.client() as client:
        assert client.deliver(b"Subject: x\r\n\r\nText").startswith("451 4.3.0")
        gated.gate.set()
        until(lambda: client.deliver(b"Subject: x\r\n\r\nText").startswith("250"), "never taken")


def test_stopping_lets_a_running_message_finish(edge: Edge) -> None:
    port = edge.port
    with edge.client() as idle, edge.client() as busy:
        busy.start()
        busy.send(b"Subject: x\r\n")
        stopping = threading.Thread(target=edge.stop_listening, args=[PATIENCE])
        stopping.start()
        assert idle.reply().startswith("421 4.3.2")
        busy.send(b"\r\nText\r\n.\r\n")
        assert busy.reply().startswith("250")
        assert busy.reply().startswith("421")
        stopping.join(PATIENCE)
    assert len(edge.mails()) == 1
    with pytest.raises(ConnectionError):
        Client(port)


def test_stopping_does_not_wait_for_ever(edge: Edge) -> None:
    with edge.client() as client:
        client.start()
        edge.stop_listening(seconds=0.1)
        assert client.rest() == b""


def proxied(open_edge: OpenEdge, **more: Any) -> Edge:
    return open_edge(listener=[SMTP | {"proxy": True}], limits=QUICK, **more)


def test_behind_a_load_balancer_the_peer_is_its_client(open_edge: OpenEdge) -> None:
    edge = proxied(open_edge)
    with edge.client(greet=False) as client:
        client.send(b"PROXY TCP4 192.0.2.7 198.51.100.1 40000 25\r\n")
        assert client.reply().startswith("220")
        client.deliver(b"Subject: x\r\n\r\nText")
    assert edge.mails()[0].envelope.peer == "192.0.2.7"


@pytest.mark.parametrize("opening", [b"EHLO client.example\r\n", b"PROXY TCP4 nonsense\r\n"])
def test_without_its_announcement_a_load_balancer_gets_nothing(open_edge: OpenEdge, opening: bytes) -> None:
    edge = proxied(open_edge)
    with edge.client(greet=False) as client:
        client.send(opening)
        assert client.rest() == b""


def test_only_a_trusted_load_balancer_may_announce_clients(open_edge: OpenEdge) -> None:
    edge = proxied(open_edge, authentication=UNTRUSTED)
    with edge.client(greet=False) as client:
        client.send(b"PROXY TCP4 192.0.2.7 198.51.100.1 40000 25\r\n")
        assert client.rest() == b""


class FullStore:
    """A store whose disk is full."""

    def begin(self) -> Any:
        raise DiskFull("database or disk is full")

    def close(self) -> None:
        """Nothing is open."""


def test_a_full_disk_is_told_behind_the_final_dot(open_edge: OpenEdge) -> None:
    edge = open_edge(store=FullStore())
    with edge.client() as client:
        assert client.deliver(b"Subject: x\r\n\r\nText").startswith("452 4.3.1")


def test_a_size_the_disk_has_no_room_for_is_told_at_mail(open_edge: OpenEdge) -> None:
    edge = open_edge(limits={"message_bytes": 10**18})
    with edge.client() as client:
        client.say("EHLO client.example")
        assert client.say(f"MAIL FROM:<user@acorn.example> SIZE={10**17}").startswith("452 4.3.1")
        assert client.say("MAIL FROM:<user@acorn.example> SIZE=1000").startswith("250")


def announced(source: str, command: int = 0x21) -> bytes:
    """A header of the PROXY protocol, version 2; `command` 0x20: a check of the load balancer itself."""
    addresses = socket.inet_aton(source) + socket.inet_aton("198.51.100.1") + bytes((0x9C, 0x40, 0x00, 0x19))
    return b"\r\n\r\n\0\r\nQUIT\n" + bytes((command, 0x11)) + len(addresses).to_bytes(2, "big") + addresses


def test_the_second_version_of_the_announcement_is_read_too(open_edge: OpenEdge) -> None:
    edge = proxied(open_edge)
    with edge.client(greet=False) as client:
        client.send(announced("192.0.2.7"))
        assert client.reply().startswith("220")
        client.deliver(b"Subject: x\r\n\r\nText")
    assert edge.mails()[0].envelope.peer == "192.0.2.7"


def test_clients_behind_a_load_balancer_have_limits_of_their_own(open_edge: OpenEdge) -> None:
    edge = open_edge(listener=[SMTP | {"proxy": True}], limits=QUICK | {"connections_per_peer": 1})
    with edge.client(greet=False) as first, edge.client(greet=False) as second, edge.client(greet=False) as third:
        first.send(announced("192.0.2.7"))
        assert first.reply().startswith("220")
        second.send(announced("192.0.2.7"))
        assert second.reply().startswith("421 4.7.0")
        third.send(announced("192.0.2.8"))
        assert third.reply().startswith("220")


def test_what_a_client_sends_behind_the_announcement_before_the_greeting_is_early(open_edge: OpenEdge) -> None:
    edge = open_edge(listener=[SMTP | {"proxy": True}])
    with edge.client(greet=False) as client:
        client.send(announced("192.0.2.7") + b"EHLO bot.example\r\n")
        assert client.reply().startswith("554")


def test_a_client_that_claims_to_be_trusted_inside_its_session_is_not(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK)
    with edge.client() as client:
        client.send(b"PROXY TCP4 127.0.0.1 198.51.100.1 40000 25\r\n")
        assert client.reply().startswith("500")
