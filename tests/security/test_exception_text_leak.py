"""What goes wrong inside is not for the client to read, and never a permanent failure."""

import pytest

from tests.support.edge import Edge, OpenEdge


class BrokenClock:
    """A clock that fails, in place of a defect of ours."""

    def now(self) -> None:
        """Fails."""
        raise RuntimeError("password=hunter2 at /srv/gateway.db")


@pytest.fixture
def broken(open_edge: OpenEdge) -> Edge:
    return open_edge(clock=BrokenClock())


def test_an_exception_becomes_a_fixed_temporary_failure_and_the_session_goes_on(broken: Edge) -> None:
    with broken.client() as client:
        for _ in range(2):
            assert client.deliver(b"Subject: x\r\n\r\nText") == "451 4.3.0 Temporary failure, please try again later"
        assert client.say("NOOP").startswith("250")


def test_the_commands_of_others_are_not_affected(broken: Edge) -> None:
    with broken.client() as first, broken.client() as second:
        first.deliver(b"Subject: x\r\n\r\nText")
        assert second.say("EHLO client.example").startswith("250")
