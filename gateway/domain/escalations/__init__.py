"""Escalations and their drafts."""
