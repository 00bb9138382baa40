"""The file `directory.toml`: read with all its faults, and written. Pure."""
