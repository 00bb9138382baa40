"""`/livez`, `/readyz`, `/metrics`, and what links in mails lead to: `/unsubscribe/`, `/files/`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from gateway.http.door import Door, Places
from gateway.http.files import Files, file_routes
from gateway.http.unsubscribe import Subscribers, unsubscribe_routes

CHECK_SECONDS = 5.0
AT_ONCE = 64  # requests of readers that are being answered, or wait for it; the pages of those who watch count nowhere
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], bool]
Page = Callable[[Request], Awaitable[Response]]


def make_app(
    checks: Mapping[str, Check],
    metrics: Callable[[], bytes],
    subscribers: Subscribers | None = None,
    files: Files | None = None,
    role: Callable[[], str] | None = None,
) -> Starlette:
    """The application. `checks`: what must hold before mail can be taken; they and `metrics` may block.

    `role`: what this gateway does among those that share its database; ready it is whatever it does.
    `subscribers` and `files`: None where readers of our mail come to a place of their own, see `make_public_app`.
    """
    routes = [
        Route("/livez", _alive),
        Route("/readyz", _readiness(checks, role)),
        Route("/metrics", _exposition(metrics)),
    ]
    return _app([*routes, *_public(subscribers, files)])


def make_public_app(subscribers: Subscribers | None, files: Files | None) -> Starlette:
    """What readers of our mail may ask for, and nothing else."""
    return _app(_public(subscribers, files))


def _public(subscribers: Subscribers | None, files: Files | None) -> list[Route]:
    door = Middleware(Door, places=Places(AT_ONCE))
    routes = unsubscribe_routes(subscribers, door) if subscribers else []
    return routes + (file_routes(files, door) if files else [])


def _app(routes: list[Route]) -> Starlette:
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False  # a redirection goes to whatever host the client names
    return app


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok\n")


def _readiness(checks: Mapping[str, Check], role: Callable[[], str] | None) -> Page:
    async def ready(request: Request) -> Response:
        answers = await asyncio.gather(*(_ask(check) for check in checks.values()))
        state: dict[str, bool | str] = dict(zip(checks, answers, strict=True))
        if role is not None:
            state["role"] = role()
        return JSONResponse(state, 200 if all(answers) else 503)

    return ready


async def _ask(check: Check) -> bool:
    try:
        return await asyncio.wait_for(asyncio.to_thread(check), CHECK_SECONDS)
    except Exception:  # whatever keeps a check from its answer means: not ready
        return False


def _exposition(metrics: Callable[[], bytes]) -> Page:
    async def expose(request: Request) -> Response:
        return Response(await asyncio.to_thread(metrics), media_type=METRICS_TYPE)

    return expose
