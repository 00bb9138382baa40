"""Use cases on tickets: open, reply, answer, notes, states."""
