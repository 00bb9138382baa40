"""Rules that decide: first match wins."""
