"""Use cases: one verb per file."""
