"""Files behind the signed links of our mails. They are handed out to be saved, never to be shown by the browser."""

import asyncio
from typing import Final, Protocol
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.errors import TryAgain
from gateway.http.headers import BEHIND_A_LINK

AT_ONCE: Final = 2  # each holds a whole mail in memory
HEADERS: Final = {
    **BEHIND_A_LINK,
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


class File(Protocol):
    """A file to hand out."""

    @property
    def name(self) -> str:
        """As it is saved."""

    @property
    def content(self) -> bytes:
        """All of it."""


class Files(Protocol):
    """Who knows the files."""

    def find(self, token: str) -> File | None:
        """The file of a link that is good. Blocks. Raises TryAgain."""


def file_routes(files: Files, door: Middleware) -> list[Route]:
    """`/files/TOKEN`; HEAD costs as much as GET and tells as much."""
    threads = asyncio.Semaphore(AT_ONCE)

    async def fetch(request: Request) -> Response:
        async with threads:
            return await asyncio.to_thread(_fetch, files, request.path_params["token"])

    return [Route("/files/{token}", fetch, methods=["GET"], middleware=[door])]


def _fetch(files: Files, token: str) -> Response:
    try:
        found = files.find(token)
    except TryAgain:
        return PlainTextResponse("Please try again in a few minutes.\n", 503, HEADERS)
    if found is None:
        return PlainTextResponse("This link is not one of ours, or it has expired.\n", 404, HEADERS)
    saved_as = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"  # RFC 6266 section 4.1, RFC 8187
    return Response(
        found.content, media_type="application/octet-stream", headers={**HEADERS, "Content-Disposition": saved_as}
    )
