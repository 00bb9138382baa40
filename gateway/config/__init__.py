"""The configuration: frozen settings, read once by `load`, nowhere else.

Every key is described in `config.example.toml`. Relative paths are relative to the folder of the file.
"""

from gateway.config.keys import TokenKey, read_keys, rotated, token_keys
from gateway.config.limits import Limits
from gateway.config.reading import config_path, debugging, load, read_password, read_secret, shipped
from gateway.config.settings import (
    Addresses,
    Authentication,
    Config,
    Dkim,
    Gateway,
    Http,
    Imap,
    Links,
    Listener,
    Secret,
    Smarthost,
    Workers,
)

__all__ = [
    "Addresses",
    "Authentication",
    "Config",
    "Dkim",
    "Gateway",
    "Http",
    "Imap",
    "Limits",
    "Links",
    "Listener",
    "Secret",
    "Smarthost",
    "TokenKey",
    "Workers",
    "config_path",
    "debugging",
    "load",
    "read_keys",
    "read_password",
    "read_secret",
    "rotated",
    "shipped",
    "token_keys",
]
