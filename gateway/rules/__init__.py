"""Rules as data: TOML files become checked rules; facts become a verdict. Pure."""
