"""The address behind a link to a file."""

from dataclasses import dataclass

from gateway.errors import DatabaseAway
from gateway.http.app import make_app
from tests.support.asgi import Page, ask


@dataclass(frozen=True)
class Report:
    name: str = 'Größe "1"; x=\r\n.html'
    content: bytes = b"<script>alert(1)</script>"


class Shelf:
    """One file behind one link."""

    def __init__(self, away: bool = False) -> None:
        self._away = away

    def find(self, token: str) -> Report | None:
        if self._away:
            raise DatabaseAway("away")
        return Report() if token == "good.token" else None


def fetch(path: str, method: str = "GET", away: bool = False) -> Page:
    return ask(make_app({}, lambda: b"", None, Shelf(away)), path, method)


def test_a_file_is_saved_and_never_shown() -> None:
    page = fetch("/files/good.token")
    assert (page.status, page.body) == (200, Report().content)
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in page.headers["content-security-policy"]


def test_a_name_cannot_write_headers() -> None:
    assert not set('\r\n"; ') & set(fetch("/files/good.token").headers["content-disposition"].partition("''")[2])


def test_any_other_link_is_unknown() -> None:
    for path in ("/files/bad.token", "/files/%00", "/files/good.token/x", "/files/"):
        assert fetch(path).status == 404


def test_nothing_but_fetching_is_possible() -> None:
    assert fetch("/files/good.token", "POST").status == 405


def test_while_the_database_is_away_the_reader_is_asked_to_come_again() -> None:
    assert fetch("/files/good.token", away=True).status == 503
