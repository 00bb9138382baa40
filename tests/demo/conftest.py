"""The demo, played once for all of these."""

from collections.abc import Iterator

import pytest

from gateway.demo.play import Played, perform


@pytest.fixture(scope="package")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The whole story, and the gateway still serving."""
    with perform(tmp_path_factory.mktemp("demo"), lambda entry: None) as result:
        yield result
