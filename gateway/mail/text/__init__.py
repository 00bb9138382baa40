"""Bytes and characters: charsets, flowed text, set phrases."""
