"""The desk that most tests here write to."""

from support_desk import desk

__all__ = ["desk"]
