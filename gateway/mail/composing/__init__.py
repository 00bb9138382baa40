"""Parts of a message that we write."""
