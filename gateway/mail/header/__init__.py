"""Header fields: found, decoded, and read by their grammar."""
