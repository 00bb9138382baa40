"""Ending a subscription by the link in a mail: GET asks and changes nothing, POST does it (RFC 8058 section 3.2)."""

import asyncio
from html import escape
from typing import Final, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gateway.domain.subscription import Subscription
from gateway.errors import TryAgain

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Subscribers(Protocol):
    """Who knows the subscriptions; both may block."""

    def find(self, token: str) -> Subscription | None:
        """The subscription of a link of ours."""

    def stop(self, subscription: Subscription) -> None:
        """End it."""


def unsubscribe_routes(subscribers: Subscribers) -> list[Route]:
    """The page and what its button, or a mail program, sends to it. The body is not looked at: the link says it all."""

    async def ask(request: Request) -> Response:
        found = subscribers.find(request.path_params["token"])
        return _unknown() if found is None else _page("Unsubscribe?", _about(found), button="Unsubscribe")

    async def stop(request: Request) -> Response:
        found = subscribers.find(request.path_params["token"])
        if found is None:
            return _unknown()
        try:
            await asyncio.to_thread(subscribers.stop, found)
        except TryAgain:
            return _page("Not now", "Please try again in a few minutes.", 503)
        return _page("Unsubscribed", f"{_about(found)} It has ended.")

    path = "/unsubscribe/{token}"
    return [Route(path, ask, methods=["GET"]), Route(path, stop, methods=["POST"])]


def _about(subscription: Subscription) -> str:
    return f"Mail about {subscription.topic.replace('_', ' ')} to {subscription.address}."


def _unknown() -> Response:
    return _page("Unknown link", "This link is not one of ours, or it is not complete.", 404)


def _page(title: str, text: str, status: int = 200, button: str = "") -> Response:
    form = f'<form method="post"><button>{escape(button)}</button></form>' if button else ""
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    return HTMLResponse(f"{html}<h1>{escape(title)}</h1><p>{escape(text)}</p>{form}</html>", status, HEADERS)
