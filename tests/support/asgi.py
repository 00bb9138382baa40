"""An application asked as a server asks it (ASGI), without a socket."""

import asyncio
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Scope


@dataclass(frozen=True, slots=True)
class Page:
    """What a client gets."""

    status: int
    body: bytes
    headers: dict[str, str]


def ask(app: ASGIApp, path: str, method: str = "GET", body: bytes = b"") -> Page:
    """One request and its answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b"", "root_path": ""}
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # an application is a coroutine function
    start, *rest = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return Page(int(start["status"]), b"".join(one.get("body", b"") for one in rest), headers)
