"""Six connections of one stranger that never finish: trusted clients must still get their 250, and not 421."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from gateway.config import Limits
from gateway.intake.peers import TOO_MANY, Peers
from gateway.intake.wire import Crowded, Memory
from tests.support.edge import QUICK, Client, Edge, OpenEdge, config_for

LETTER = b"Subject: Export stops\r\n\r\nIt stops halfway."
PIECE = b"Subject: x\r\n\r\n" + b"a" * 60_000
OUR_RELAY = ["127.0.0.1"]
TINY = {"message_bytes": 100_000, "memory_bytes": 400_000, "memory_bytes_per_peer": 100_000}


@pytest.fixture
def small(open_edge: OpenEdge, tmp_path: Path) -> Edge:
    """Two doors: strangers come by TCP, our own relay by a unix socket."""
    doors = [
        {"protocol": "smtp", "host": "127.0.0.1", "port": 0},
        {"protocol": "smtp", "socket": str(tmp_path / "relay")},
    ]
    return open_edge(limits=QUICK | TINY, authentication={"trusted_peers": []}, listener=doors)


def test_a_stranger_who_holds_the_memory_of_reception_does_not_keep_our_relay_out(small: Edge, tmp_path: Path) -> None:
    with ExitStack() as stack:
        for _ in range(6):
            client = stack.enter_context(small.client())
            assert client.start().startswith("354")
            client.send(PIECE)
        with Client(tmp_path / "relay") as relay:
            assert relay.deliver(LETTER + b"\r\n" + b"a" * 90_000).startswith("250")
    assert len(small.mails()) == 1


def test_what_one_stranger_holds_is_no_other_strangers_loss() -> None:
    memory = Memory(1000, strangers=750, each=400)
    first, second, relay = memory.purse_of("192.0.2.1"), memory.purse_of("192.0.2.2"), memory.purse_of(None)
    first.take(400)
    with pytest.raises(Crowded):
        first.take(1)
    second.take(350)
    with pytest.raises(Crowded):
        second.take(1)
    relay.take(250)
    with pytest.raises(Crowded):
        relay.take(1)
    first.give_back(400)
    second.take(50)


def test_the_largest_message_fits_into_every_share() -> None:
    memory = Memory.of(Limits(message_bytes=1_000_000, memory_bytes=1024, memory_bytes_per_peer=1024))
    memory.purse_of("192.0.2.1").take(1_000_000)


def test_strangers_leave_a_tenth_of_the_connections_to_our_relays(tmp_path: Path) -> None:
    settings = config_for(tmp_path, limits={"connections": 20}, authentication={"trusted_peers": OUR_RELAY})
    peers = Peers(settings, lambda: 0.0)
    assert [peers.enter(f"192.0.2.{n}") for n in range(19)] == [None] * 18 + [TOO_MANY]
    assert [peers.enter("127.0.0.1") for _ in range(3)] == [None, None, TOO_MANY]


def trickles(client: Client) -> bytes:
    """A message comes in bytes without end; what the server says to it in the end."""
    assert client.start().startswith("354")
    client.socket.settimeout(0.05)
    for _ in range(1000):
        try:
            client.send(b"a")
            if said := client.socket.recv(100):
                return said
        except TimeoutError:
            continue
        except ConnectionError:
            break
    return b""


def test_a_message_that_comes_in_drops_is_cut_off_long_before_the_session_ends(open_edge: OpenEdge) -> None:
    slow = {"data_bytes_per_second": 5000, "data_rate_seconds": 0.5}
    edge = open_edge(limits=QUICK | slow, authentication={"trusted_peers": []})
    with edge.client() as client:
        assert trickles(client).startswith(b"421 4.4.2")
    assert edge.mails() == []
