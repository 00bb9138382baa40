"""A sender that misses one of the replies of LMTP delivers again, or takes the next reply for another mail's."""

import sqlite3
from contextlib import closing

import pytest

from tests.support.edge import OpenEdge


@pytest.mark.parametrize(
    ("limits", "broken", "code"), [({}, False, "250"), ({"message_bytes": 1024}, False, "552"), ({}, True, "451")]
)
def test_there_are_as_many_replies_as_accepted_recipients(
    open_edge: OpenEdge, limits: dict[str, int], broken: bool, code: str
) -> None:
    edge = open_edge(listener=[{"protocol": "lmtp", "host": "127.0.0.1", "port": 0}], limits=limits)
    if broken:
        with closing(sqlite3.connect(edge.store.url.removeprefix("sqlite:///"))) as database:
            database.execute("DROP TABLE mail")
    with edge.client() as client:
        client.start("LHLO mta.example", "support@vendor.example", "nobody@vendor.example", "escalation@vendor.example")
        client.send(b"Subject: x\r\n\r\n" + b"a" * 2000 + b"\r\n.\r\nQUIT\r\n")
        replies = client.rest().decode().splitlines()
    assert [reply[:3] for reply in replies] == [code, code, "221"]
