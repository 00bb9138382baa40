"""Outages of the platform: what is known of one, whom it concerns, and who asked to hear of it."""
