"""The resolver over real name servers: a small one answers on this machine."""

import socket
from collections.abc import Iterator

import pytest

from gateway.adapters.authentication.dns_client import DnsClient, read_servers
from gateway.adapters.authentication.resolver import TemporaryDnsFailure
from gateway.errors import ConfigurationError
from tests.support.name_server import NameServer

RECORDS = {
    ("acorn.example.", "TXT"): ['"v=spf1 " "-all"', '"caf\\233"'],
    ("acorn.example.", "A"): ["192.0.2.10", "192.0.2.11"],
    ("acorn.example.", "AAAA"): ["2001:db8::10"],
    ("acorn.example.", "MX"): ["20 b.acorn.example.", "10 a.acorn.example."],
    ("10.2.0.192.in-addr.arpa.", "PTR"): ["mail.acorn.example."],
    (".", "NS"): ["a.root.example."],
}


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[NameServer]:
    opened = NameServer(RECORDS)
    yield opened
    opened.stop()


def client(server: NameServer, seconds: Seconds | None = None) -> DnsClient:
    return DnsClient(read_servers([f"127.0.0.1:{server.port}"], "config.toml"), seconds or Seconds())


def test_records_of_every_kind_come_as_text(server: NameServer) -> None:
    resolver = client(server).within(5)
    assert sorted(resolver.look_up("Acorn.example.", "TXT")) == ["caf\xe9", "v=spf1 -all"]
    assert sorted(resolver.look_up("acorn.example", "A")) == ["192.0.2.10", "192.0.2.11"]
    assert resolver.look_up("acorn.example", "AAAA") == ("2001:db8::10",)
    assert resolver.look_up("acorn.example", "MX") == ("a.acorn.example", "b.acorn.example")
    assert resolver.look_up("10.2.0.192.in-addr.arpa", "PTR") == ("mail.acorn.example",)


def test_what_is_not_there_is_no_error(server: NameServer) -> None:
    resolver = client(server).within(5)
    assert resolver.look_up("nobody.example", "TXT") == ()
    assert resolver.look_up("10.2.0.192.in-addr.arpa", "TXT") == ()


@pytest.mark.parametrize(
    "name", ["a..example", "l" * 64 + ".example", "caf\xe9.example", ".", "", "a." * 130 + "example"]
)
def test_what_is_no_name_is_not_asked_for(server: NameServer, name: str) -> None:
    assert client(server).within(5).look_up(name, "TXT") == ()
    assert server.asked == []


def test_a_name_with_odd_characters_is_asked_for_as_it_is(server: NameServer) -> None:
    assert client(server).within(5).look_up("a\\b(c.example", "TXT") == ()


def test_a_server_failure_is_temporary(server: NameServer) -> None:
    with pytest.raises(TemporaryDnsFailure):
        client(server).within(5).look_up("broken.example", "TXT")


def test_answers_are_kept_for_their_time_and_no_longer(server: NameServer) -> None:
    seconds = Seconds()
    dns_client = client(server, seconds)
    for now in (0, 200, 299, 301):
        seconds.now = 1000.0 + now
        dns_client.within(5).look_up("acorn.example", "A")
        dns_client.within(5).look_up("nobody.example", "A")
    assert server.asked.count("acorn.example. A") == 2
    assert server.asked.count("nobody.example. A") == 3  # a missing name is kept for a minute


def test_a_failure_is_not_asked_for_again_at_once(server: NameServer) -> None:
    seconds = Seconds()
    dns_client = client(server, seconds)
    for now in (0, 5):
        seconds.now = 1000.0 + now
        with pytest.raises(TemporaryDnsFailure):
            dns_client.within(5).look_up("broken.example", "A")
    assert len(set(server.asked)) == 1
    before = len(server.asked)
    seconds.now = 1011.0
    with pytest.raises(TemporaryDnsFailure):
        dns_client.within(5).look_up("broken.example", "A")
    assert len(server.asked) > before


def test_when_the_time_is_up_only_the_cache_answers(server: NameServer) -> None:
    seconds = Seconds()
    resolver = client(server, seconds).within(5)
    found = resolver.look_up("acorn.example", "A")
    seconds.now += 5
    assert resolver.look_up("acorn.example", "A") == found
    with pytest.raises(TemporaryDnsFailure):
        resolver.look_up("acorn.example", "TXT")


def test_one_silent_domain_does_not_stop_questions_about_others(server: NameServer) -> None:
    dns_client = client(server)
    with pytest.raises(TemporaryDnsFailure):
        dns_client.look_up("silent.example", "A", 0.05)
    assert dns_client.look_up("acorn.example", "A", 5)
    assert ". NS" in server.asked


def test_servers_that_answer_nothing_are_left_alone_for_a_while() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.settimeout(0)
        seconds = Seconds()
        dns_client = DnsClient([("127.0.0.1", silent.getsockname()[1])], seconds)
        for name in ("acorn.example", "quiet.example"):
            with pytest.raises(TemporaryDnsFailure):
                dns_client.look_up(name, "A", 0.05)
        received = b""
        try:
            while True:
                received += silent.recv(4096)
        except BlockingIOError:
            pass
    assert b"acorn" in received
    assert b"quiet" not in received


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
    ],
)
def test_name_servers_are_addresses_with_or_without_a_port(text: str, server: tuple[str, int]) -> None:
    assert read_servers([text], "config.toml") == (server,)


@pytest.mark.parametrize("text", ["dns.vendor.example", "127.0.0.1:", "127.0.0.1:dns", "127.0.0.1:70000", ""])
def test_anything_else_is_a_fault_of_the_configuration(text: str) -> None:
    with pytest.raises(ConfigurationError, match="nameservers"):
        read_servers([text], "config.toml")
