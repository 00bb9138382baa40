"""Licenses: renewal notices, and what customers answer to them."""
