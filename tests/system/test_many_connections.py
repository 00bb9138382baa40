"""1,500 clients at the door at once: everybody is greeted and served, and the next one is told to come later."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.edge import Client
from tests.support.gateway_process import GatewayProcess, free_port

pytestmark = pytest.mark.system
CLIENTS = 1_500


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a server that takes so many connections and not one more."""
    found = free_port()
    tables = f"[limits]\nconnections = {CLIENTS}\n\n[[listener]]\nport = {found}\n"
    gateway = GatewayProcess(tmp_path / "gateway", tables)
    gateway.prepare()
    gateway.start(found)
    yield found
    gateway.stop()


@pytest.fixture
def files() -> None:
    """As many files as the clients need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CLIENTS + 500
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"this user may open {hard} files")
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@pytest.mark.usefixtures("files")
def test_fifteen_hundred_connections_are_served(port: int) -> None:
    with ExitStack() as door:
        clients = [door.enter_context(Client(port)) for _ in range(CLIENTS)]
        assert {client.greeting[:3] for client in clients} == {"220"}
        with socket.create_connection(("127.0.0.1", port), 30) as refused:
            assert refused.recv(100).startswith(b"421 4.3.2")
        for client in (clients[0], clients[CLIENTS // 2], clients[-1]):
            assert client.deliver(b"From: a@acorn.example\r\nSubject: x\r\n\r\nText").startswith("250")
        assert all(client.say("NOOP").startswith("250") for client in clients)
        clients[0].say("QUIT")
        assert clients[0].rest() == b""
        with Client(port) as next_one:
            assert next_one.greeting.startswith("220")
