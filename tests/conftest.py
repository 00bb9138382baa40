"""Fixtures for more than one folder of tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from edge import Edge, OpenEdge, config_for


@pytest.fixture
def open_edge(tmp_path: Path) -> Iterator[OpenEdge]:
    """Opens edges with tables of the configuration as keywords, and stops them after the test."""
    opened: list[Edge] = []

    def open_one(store: Any = None, **tables: Any) -> Edge:
        opened.append(Edge(config_for(tmp_path, **tables), store))
        return opened[-1]

    yield open_one
    for edge in opened:
        edge.stop()


@pytest.fixture
def edge(open_edge: OpenEdge) -> Edge:
    """An edge with the settings of `config_for`: the client comes from a trusted peer."""
    return open_edge()
