"""Limits on connections and mails, in total and per peer."""

from pathlib import Path
from typing import Any

import pytest

from gateway.adapters.trusted_peers import TrustedPeers
from gateway.errors import ConfigurationError
from gateway.intake.peers import TOO_FAST, TOO_MANY, TOO_MANY_OF_YOURS, Peers, plain_address
from tests.support.edge import config_for


def peers_with(folder: Path, seconds: float = 0.0, **limits: Any) -> Peers:
    return Peers(config_for(folder, limits=limits), lambda: seconds)


def test_a_peer_may_have_so_many_connections_and_no_more(tmp_path: Path) -> None:
    peers = peers_with(tmp_path, connections_per_peer=2)
    assert [peers.enter("192.0.2.1") for _ in range(3)] == [None, None, TOO_MANY_OF_YOURS]
    assert peers.enter("192.0.2.2") is None
    peers.leave("192.0.2.1")
    assert peers.enter("192.0.2.1") is None


def test_trusted_peers_have_no_limit_of_their_own_but_count_in_the_total(tmp_path: Path) -> None:
    peers = peers_with(tmp_path, connections_per_peer=1, connections=3)
    assert [peers.enter("127.0.0.1") for _ in range(4)] == [None, None, None, TOO_MANY]
    peers.leave("127.0.0.1")
    assert peers.enter(None) is None


def test_neighbors_in_one_ipv6_network_are_one_peer(tmp_path: Path) -> None:
    peers = peers_with(tmp_path, connections_per_peer=1)
    assert peers.enter("2001:db8::1") is None
    assert peers.enter("2001:db8::2") == TOO_MANY_OF_YOURS
    assert peers.enter("2001:db8:0:1::1") is None


def test_new_connections_and_mails_are_limited_by_the_minute(tmp_path: Path) -> None:
    now = [0.0]
    limits = {"connections_per_peer_minute": 2, "mails_per_peer_minute": 1}
    peers = Peers(config_for(tmp_path, limits=limits), lambda: now[0])
    assert [peers.enter("192.0.2.1") for _ in range(3)] == [None, None, TOO_MANY_OF_YOURS]
    assert [peers.send("192.0.2.1") for _ in range(2)] == [None, TOO_FAST]
    assert [peers.send("127.0.0.1") for _ in range(5)] == [None] * 5
    now[0] = 61.0
    assert peers.enter("192.0.2.1") is None
    assert peers.send("192.0.2.1") is None


def test_zero_is_no_limit_by_the_minute(tmp_path: Path) -> None:
    peers = peers_with(tmp_path, mails_per_peer_minute=0)
    assert {peers.send("192.0.2.1") for _ in range(100)} == {None}


def test_trusted_peers_are_addresses_or_networks() -> None:
    trusted = TrustedPeers(["192.0.2.0/28", "2001:db8::1"])
    assert "192.0.2.9" in trusted
    assert "2001:db8::1" in trusted
    assert None in trusted
    assert "192.0.2.20" not in trusted
    assert "no address" not in trusted


def test_a_trusted_peer_that_is_no_address_is_a_fault_of_the_configuration() -> None:
    with pytest.raises(ConfigurationError, match="trusted_peers"):
        TrustedPeers(["mx.vendor.example"])


def test_an_address_has_one_way_to_be_written() -> None:
    assert plain_address("::ffff:192.0.2.1") == "192.0.2.1"
    assert plain_address("fe80::1%eth0") == "fe80::1"
