"""Slow and half-open HTTP requests (Slowloris): whoever holds connections must not silence `/livez` for the others."""

import asyncio
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from gateway.http.app import make_app, make_public_app
from gateway.http.server import HttpServer, public_place
from tests.support.asgi import ask
from tests.support.edge import config_for
from tests.support.gateway_process import free_port, until
from tests.support.serving import Serving

LINK = "/unsubscribe/nothing-of-ours"
HALF = b"GET /livez HTTP/1.1\r\nHost: desk.vendor.example\r\nX-Padding: "


@contextmanager
def served(folder: Path, **limits: float) -> Iterator[int]:
    """A server of the pages for those who watch; its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    config = config_for(folder, limits=limits, http={"port": 0})
    server = HttpServer(config, make_app({}, lambda: b"numbers 1\n"))
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(30)
    try:
        yield server.port
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


def fetch(port: int, path: str) -> int:
    """The status; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def opened(stack: ExitStack, port: int, said: bytes) -> socket.socket:
    """A connection that has said something and is kept open."""
    client = stack.enter_context(socket.create_connection(("127.0.0.1", port), 20))
    client.sendall(said)
    return client


def is_ended(client: socket.socket) -> bool:
    """Has the server closed it? What it says first is read."""
    client.settimeout(20)
    with suppress(ConnectionError):
        while client.recv(65_536):
            pass
    return True


def is_cut_off(client: socket.socket) -> bool:
    """Bytes come without end: has the server had enough at some time?"""
    client.settimeout(0.05)
    for _ in range(1000):
        try:
            client.sendall(b"a")
            if not client.recv(65_536):
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


def test_half_open_requests_of_one_do_not_keep_others_from_livez(tmp_path: Path) -> None:
    with served(tmp_path, http_connections=50) as port, ExitStack() as stack:
        for _ in range(130):
            opened(stack, port, HALF)
        assert [fetch(port, "/livez"), fetch(port, "/metrics")] == [200, 200]


def test_a_request_whose_header_has_no_end_is_cut_off(tmp_path: Path) -> None:
    with served(tmp_path, http_request_seconds=0.5) as port, ExitStack() as stack:
        assert is_cut_off(opened(stack, port, HALF))


def test_a_request_whose_body_trickles_is_cut_off(tmp_path: Path) -> None:
    with served(tmp_path, http_request_seconds=0.5) as port, ExitStack() as stack:
        head = b"GET /livez HTTP/1.1\r\nHost: x.example\r\nContent-Length: 100000\r\n\r\n"
        assert is_ended(opened(stack, port, head))


def test_a_client_that_says_nothing_is_sent_away(tmp_path: Path) -> None:
    with served(tmp_path, http_request_seconds=0.5) as port, ExitStack() as stack:
        assert is_ended(opened(stack, port, b""))


def test_a_path_with_a_slash_too_many_leads_nowhere() -> None:
    page = ask(make_app({}, lambda: b""), "/livez/")
    assert (page.status, page.headers.get("location")) == (404, None)


def test_the_port_of_readers_tells_nothing_of_the_inside(tmp_path: Path) -> None:
    config = config_for(tmp_path, http={"public_port": 8081, "public_host": "192.0.2.1"})
    place = public_place(config)
    assert place is not None
    assert (place.host, place.port) == ("192.0.2.1", 8081)
    assert [ask(make_public_app(None, None), path).status for path in ("/metrics", "/livez", "/readyz")] == [404] * 3


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Serving]:
    serving = Serving(tmp_path)
    yield serving
    serving.stop()


def test_readers_have_a_port_of_their_own_where_one_is_set(gateway: Serving) -> None:
    readers = free_port()
    text = gateway.config.read_text().replace("# public_port = 8081", f"public_port = {readers}")
    gateway.config.write_text(text.replace("# public_url = ", "public_url = "))
    gateway.start()
    until(lambda: fetch(readers, LINK) == 404, "nobody answers readers")
    with urllib.request.urlopen(f"http://127.0.0.1:{gateway.http_port}/livez", timeout=20) as answer:
        assert answer.status == 200
    assert [fetch(readers, "/metrics"), fetch(readers, "/livez")] == [404, 404]
    assert gateway.page(LINK) == (404, "Not Found")
    assert page_text(readers).startswith("<!doctype html>")
    with ExitStack() as stack:
        for _ in range(130):
            opened(stack, readers, HALF)
        assert gateway.page("/livez") == (200, "ok\n")


def page_text(port: int) -> str:
    """What a reader sees behind a link that is none of ours."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{LINK}", timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()
