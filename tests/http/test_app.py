"""The pages for machines that watch."""

import asyncio
from collections.abc import Callable, Mapping

from gateway.http.app import make_app


def get(
    path: str, checks: Mapping[str, Callable[[], bool]], metrics: Callable[[], bytes] = lambda: b""
) -> tuple[int, bytes]:
    """Status and body, asked as a server asks an application (ASGI)."""
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"", "root_path": ""}
    asyncio.run(make_app(checks, metrics)(scope, receive, send))  # type: ignore[arg-type]  # plain dicts
    body = b"".join(bytes(message.get("body", b"")) for message in sent[1:])  # type: ignore[call-overload]  # bytes
    return int(str(sent[0]["status"])), body


def fail() -> bool:
    raise OSError("away")


def test_a_process_that_answers_is_alive_whatever_its_database_does() -> None:
    assert get("/livez", {"database": fail}) == (200, b"ok\n")


def test_ready_means_that_every_check_holds() -> None:
    assert get("/readyz", {"database": lambda: True, "listeners": lambda: True})[0] == 200
    assert get("/readyz", {"database": fail, "listeners": lambda: True}) == (
        503,
        b'{"database":false,"listeners":true}',
    )
    assert get("/readyz", {"listeners": lambda: False})[0] == 503


def test_metrics_are_shown_as_they_are_given() -> None:
    assert get("/metrics", {}, lambda: b"gateway_x 1\n") == (200, b"gateway_x 1\n")
