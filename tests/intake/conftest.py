"""Fixtures for tests of the ways in."""

from mailboxes import migrated, post, server, sqlite_store

__all__ = ["migrated", "post", "server", "sqlite_store"]
