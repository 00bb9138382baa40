"""`/livez`, `/readyz`, `/metrics`, and `/unsubscribe/` for the readers of optional mail."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from gateway.http.unsubscribe import Subscribers, unsubscribe_routes

CHECK_SECONDS = 5.0
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], bool]
Page = Callable[[Request], Awaitable[Response]]


def make_app(
    checks: Mapping[str, Check], metrics: Callable[[], bytes], subscribers: Subscribers | None = None
) -> Starlette:
    """The application. `checks`: what must hold before mail can be taken; they and `metrics` may block."""
    routes = [
        Route("/livez", _alive),
        Route("/readyz", _readiness(checks)),
        Route("/metrics", _exposition(metrics)),
    ]
    routes += unsubscribe_routes(subscribers) if subscribers else []
    return Starlette(routes=routes)


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok\n")


def _readiness(checks: Mapping[str, Check]) -> Page:
    async def ready(request: Request) -> Response:
        answers = await asyncio.gather(*(_ask(check) for check in checks.values()))
        state = dict(zip(checks, answers, strict=True))
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
