"""Outgoing mail, and what limits it."""
