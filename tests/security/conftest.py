"""The desk that most tests of attacks write to, and a mailbox for those that come from a mail server."""

from mailboxes import migrated, post, server, sqlite_store
from support_desk import desk

__all__ = ["desk", "migrated", "post", "server", "sqlite_store"]
