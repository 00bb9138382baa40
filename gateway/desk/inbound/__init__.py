"""The way of a message: accepted, read, verified, decided, carried out, recorded."""
