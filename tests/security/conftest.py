"""The desk that most tests of attacks write to."""

from support_desk import desk

__all__ = ["desk"]
