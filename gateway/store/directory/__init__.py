"""The customer directory in the database."""
