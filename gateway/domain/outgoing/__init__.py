"""Kinds of outgoing mail, and subscriptions to the optional ones."""
