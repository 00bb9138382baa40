"""Licenses and the notices about them."""
