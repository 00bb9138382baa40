"""The page behind the link in optional mail."""

from gateway.domain.outgoing.subscription import Subscription
from gateway.domain.phrase import Phrase
from gateway.errors import DatabaseAway
from gateway.http.app import make_app
from gateway.templating import Templates
from tests.support import asgi

NEWS = Subscription("outages", "<b>ines@acorn.example")
TEMPLATES = Templates.load(None, "en")


class Pages:
    """One link, and what was ended by it."""

    def __init__(self, away: bool = False, german: bool = False) -> None:
        self.ended: list[Subscription] = []
        self._away, self._german = away, german

    def find(self, token: str) -> Subscription | None:
        return NEWS if token == "good.token" else None

    def language(self, subscription: Subscription | None) -> str:
        return "de" if self._german else "en"

    def say(self, said: Phrase, language: str) -> str:
        return TEMPLATES.say(said, language)

    def stop(self, subscription: Subscription) -> None:
        if self._away:
            raise DatabaseAway("away")
        self.ended.append(subscription)


def ask(pages: Pages, method: str, path: str = "/unsubscribe/good.token") -> tuple[int, str, dict[str, str]]:
    """Status, page and headers."""
    page = asgi.ask(make_app({}, lambda: b"", pages), path, method, b"List-Unsubscribe=One-Click")
    return page.status, page.body.decode(), page.headers


def test_looking_at_the_page_changes_nothing() -> None:
    pages = Pages()
    for method in ("GET", "HEAD"):
        assert ask(pages, method)[0] == 200
    assert pages.ended == []


def test_the_page_asks_with_one_button_and_runs_nothing() -> None:
    _, page, headers = ask(Pages(), "GET")
    assert '<form method="post">' in page
    assert "&lt;b&gt;ines@acorn.example" in page
    assert "<script" not in page
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cache-control"] == "no-store"


def test_one_click_ends_it_without_a_redirect() -> None:
    pages = Pages()
    status, page, headers = ask(pages, "POST")
    assert (status, pages.ended) == (200, [NEWS])
    assert "It has ended" in page
    assert "location" not in headers


def test_the_page_speaks_the_language_of_its_reader() -> None:
    _, page, _ = ask(Pages(german=True), "GET")
    assert '<html lang="de">' in page
    assert "<button>Abbestellen</button>" in page
    assert "Sie kommt nicht mehr" in ask(Pages(german=True), "POST")[1]


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
