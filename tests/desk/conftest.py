"""The desk that most tests here write to."""

from tests.support.desk import desk

__all__ = ["desk"]
