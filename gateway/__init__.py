"""The gateway: a support desk by mail."""

__version__ = "0.1.0"
