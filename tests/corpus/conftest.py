"""The desk that odd mails are written to."""

from tests.support.desk import desk

__all__ = ["desk"]
