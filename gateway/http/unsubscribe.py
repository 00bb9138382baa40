"""Ending a subscription by the link in a mail: GET asks and changes nothing, POST does it (RFC 8058 section 3.2)."""

import asyncio
from html import escape
from typing import Final, Protocol

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gateway.domain.outgoing.subscription import Subscription
from gateway.domain.phrase import Phrase, phrase
from gateway.errors import TryAgain
from gateway.http.headers import BEHIND_A_LINK

AT_ONCE: Final = 2  # threads: others are left for readiness and numbers, however slow the database is
HEADERS: Final = {
    **BEHIND_A_LINK,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
}


class Subscribers(Protocol):
    """Who knows the subscriptions and their readers; all of it may block."""

    def find(self, token: str) -> Subscription | None:
        """The subscription of a link of ours."""

    def stop(self, subscription: Subscription) -> None:
        """End it."""

    def language(self, subscription: Subscription | None) -> str:
        """The language of its reader."""

    def say(self, said: Phrase, language: str) -> str:
        """A phrase in that language."""


def unsubscribe_routes(subscribers: Subscribers, door: Middleware) -> list[Route]:
    """The page and what its button, or a mail program, sends to it. The body is not looked at: the link says it all."""
    threads = asyncio.Semaphore(AT_ONCE)

    async def ask(request: Request) -> Response:
        async with threads:
            return await asyncio.to_thread(_ask, subscribers, request.path_params["token"])

    async def stop(request: Request) -> Response:
        async with threads:
            return await asyncio.to_thread(_stop, subscribers, request.path_params["token"])

    path = "/unsubscribe/{token}"
    return [
        Route(path, ask, methods=["GET"], middleware=[door]),
        Route(path, stop, methods=["POST"], middleware=[door]),
    ]


def _ask(subscribers: Subscribers, token: str) -> Response:
    found = subscribers.find(token)
    if found is None:
        return _unknown(subscribers)
    return _Page(subscribers, found).html("ask", _about(found), button="button")


def _stop(subscribers: Subscribers, token: str) -> Response:
    found = subscribers.find(token)
    if found is None:
        return _unknown(subscribers)
    page = _Page(subscribers, found)
    try:
        subscribers.stop(found)
    except TryAgain:
        return page.html("not_now", phrase("unsubscribe.try_again"), 503)
    return page.html("done", phrase("unsubscribe.ended", about=_about(found)))


def _unknown(subscribers: Subscribers) -> Response:
    return _Page(subscribers, None).html("unknown", phrase("unsubscribe.not_ours"), 404)


def _about(subscription: Subscription) -> Phrase:
    topic = subscription.topic.replace("_", " ")
    return phrase("unsubscribe.about", topic=topic, address=subscription.address)


class _Page:
    """A page for one reader."""

    def __init__(self, subscribers: Subscribers, subscription: Subscription | None) -> None:
        self._subscribers, self._language = subscribers, subscribers.language(subscription)

    def html(self, title: str, text: Phrase, status: int = 200, button: str = "") -> Response:
        """Title and button are phrases of the group `unsubscribe`."""
        shown = self._say(phrase(f"unsubscribe.{title}"))
        form = (
            f'<form method="post"><button>{self._say(phrase(f"unsubscribe.{button}"))}</button></form>'
            if button
            else ""
        )
        html = f'<!doctype html><html lang="{escape(self._language)}"><meta charset="utf-8"><title>{shown}</title>'
        return HTMLResponse(f"{html}<h1>{shown}</h1><p>{self._say(text)}</p>{form}</html>", status, HEADERS)

    def _say(self, said: Phrase) -> str:
        return escape(self._subscribers.say(said, self._language))
