"""What time does: every timer that is due runs once."""
