"""The pages for machines that watch."""

from collections.abc import Callable, Mapping

from gateway.http.app import make_app
from tests.support.asgi import ask


def get(
    path: str, checks: Mapping[str, Callable[[], bool]], metrics: Callable[[], bytes] = lambda: b""
) -> tuple[int, bytes]:
    """Status and body."""
    page = ask(make_app(checks, metrics), path)
    return page.status, page.body


def fail() -> bool:
    raise OSError("away")


def test_a_process_that_answers_is_alive_whatever_its_database_does() -> None:
    assert get("/livez", {"database": fail}) == (200, b"ok\n")


def test_ready_means_that_every_check_holds() -> None:
    assert get("/readyz", {"database": lambda: True, "listeners": lambda: True})[0] == 200
    assert get("/readyz", {"database": fail, "listeners": lambda: True}) == (
        503,
        b'{"database":false,"listeners":true}',
    )
    assert get("/readyz", {"listeners": lambda: False})[0] == 503


def test_what_a_gateway_does_is_told_and_makes_it_no_less_ready() -> None:
    page = ask(make_app({"database": lambda: True}, lambda: b"", role=lambda: "standing_by"), "/readyz")
    assert (page.status, page.body) == (200, b'{"database":true,"role":"standing_by"}')


def test_metrics_are_shown_as_they_are_given() -> None:
    assert get("/metrics", {}, lambda: b"gateway_x 1\n") == (200, b"gateway_x 1\n")
