"""Fixtures for tests of the ways in."""

from tests.support.mailboxes import migrated, post, server, sqlite_store

__all__ = ["migrated", "post", "server", "sqlite_store"]
