"""The MIME tree of a message: its parts, its files, its readable text."""
