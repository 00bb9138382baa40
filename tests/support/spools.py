"""Processes that die, or fail, between the commit of what they moved out of the spool and its deletion there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from gateway.store.inbox.spool import Spool
from gateway.store.store import Store


class LastingSpool(Spool):
    """A spool out of which nothing is deleted. `error`: what is raised instead."""

    error: Exception | None = None

    def forget(self, marks: Mapping[str, int]) -> None:
        """Delete nothing."""
        if self.error:
            raise self.error


@contextmanager
def nothing_deleted(store: Store, error: Exception | None = None) -> Iterator[None]:
    """What is moved meanwhile stays in the spool, too."""
    own = store.spool
    assert own is not None
    store.spool = lasting = LastingSpool(own.path, 30)
    lasting.error = error
    yield
    lasting.close()
    store.spool = own
