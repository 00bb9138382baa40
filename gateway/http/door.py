"""So many requests of readers at once; one more is told to come back, and those who watch are not asked to wait."""

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.http.headers import BEHIND_A_LINK

BUSY: Final = {**BEHIND_A_LINK, "Cache-Control": "no-store", "Retry-After": "10"}


class Places:
    """How many are free."""

    def __init__(self, free: int) -> None:
        self.free = free


class Door:
    """In front of a page: takes a place until the answer has been handed over."""

    def __init__(self, app: ASGIApp, places: Places) -> None:
        self._app, self._places = app, places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say 503."""
        if self._places.free < 1:
            await PlainTextResponse("Please try again in a few minutes.\n", 503, BUSY)(scope, receive, send)
            return
        self._places.free -= 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._places.free += 1
