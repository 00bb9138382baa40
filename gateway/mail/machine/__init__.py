"""Signs that a machine wrote a message."""
