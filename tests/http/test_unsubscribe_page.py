"""The page behind the link in optional mail."""

import asyncio

from gateway.domain.subscription import Subscription
from gateway.errors import DatabaseAway
from gateway.http.app import make_app

NEWS = Subscription("outages", "<b>ines@lumen.example")


class Pages:
    """One link, and what was ended by it."""

    def __init__(self, away: bool = False) -> None:
        self.ended: list[Subscription] = []
        self._away = away

    def find(self, token: str) -> Subscription | None:
        return NEWS if token == "good.token" else None

    def stop(self, subscription: Subscription) -> None:
        if self._away:
            raise DatabaseAway("away")
        self.ended.append(subscription)


def ask(pages: Pages, method: str, path: str = "/unsubscribe/good.token") -> tuple[int, str, dict[str, str]]:
    """Status, page and headers, asked as a server asks an application (ASGI)."""
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"List-Unsubscribe=One-Click", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b"", "root_path": ""}
    app = make_app({}, lambda: b"", pages)
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # plain dicts
    body = b"".join(bytes(message.get("body", b"")) for message in sent[1:])  # type: ignore[call-overload]  # bytes
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}  # type: ignore[attr-defined]  # pairs
    return int(str(sent[0]["status"])), body.decode(), headers


def test_looking_at_the_page_changes_nothing() -> None:
    pages = Pages()
    for method in ("GET", "HEAD"):
        assert ask(pages, method)[0] == 200
    assert pages.ended == []


def test_the_page_asks_with_one_button_and_runs_nothing() -> None:
    _, page, headers = ask(Pages(), "GET")
    assert '<form method="post">' in page
    assert "&lt;b&gt;ines@lumen.example" in page
    assert "<script" not in page
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cache-control"] == "no-store"


def test_one_click_ends_it_without_a_redirect() -> None:
    pages = Pages()
    status, page, headers = ask(pages, "POST")
    assert (status, pages.ended) == (200, [NEWS])
    assert "It has ended" in page
    assert "location" not in headers


def test_an_unknown_link_is_the_same_page_for_everybody() -> None:
    pages = Pages()
    answers = {
        ask(pages, method, f"/unsubscribe/{path}")[:2] for method in ("GET", "POST") for path in ("x", "good.tokem")
    }
    assert {status for status, _ in answers} == {404}
    assert len(answers) == 1
    assert pages.ended == []


def test_while_the_database_is_away_it_says_so() -> None:
    assert ask(Pages(away=True), "POST")[0] == 503


def test_other_methods_are_refused() -> None:
    assert ask(Pages(), "DELETE")[0] == 405
