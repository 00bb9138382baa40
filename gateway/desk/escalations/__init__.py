"""Escalations: requested, judged, accepted or sent back."""
