"""Read the configuration, the secrets it names and the environment; nothing else reads them."""

import os
import re
from pathlib import Path

from gateway.config.settings import Config, Secret
from gateway.errors import ConfigurationError
from gateway.toml import Source, check, read_source

WRITE_PASSWORD = "Write the password into it (mode 600)."
# a commented line that is TOML and no sentence: "# key = value", "# [table]", "# [[table]]"
_COMMENTED = re.compile(r"# ?(?=[a-z_]+ = |\[)")


def load(path: Path) -> Config:
    """The configuration in a file. Raises ConfigurationFaults with everything that is wrong, or ConfigurationError."""
    return check(Config, read_source(path, "Run: gateway init"), _example, path=path.absolute())


def _example() -> Source:
    """The documented configuration with every key in use, for errors that show how a key is written."""
    text = shipped("config.example.toml").read_text(encoding="utf-8")
    text = "\n".join(_COMMENTED.sub("", line, count=1) for line in text.splitlines())
    return Source("config.example.toml", {}, text)


def read_secret(config: Config, secret: Secret) -> bytes:
    """The content of a secret's file without surrounding white space. Raises ConfigurationError."""
    path = config.resolve(secret.file)
    try:
        content = path.read_bytes().strip()
    except OSError as error:
        raise ConfigurationError(
            str(path), "file", f"cannot be read: {error.strerror}.", "Run: gateway init"
        ) from error
    if not content:
        raise ConfigurationError(str(path), "file", "is empty.", "Remove it and run: gateway init")
    return content


def read_password(config: Config, secret: Secret, key: str) -> bytes:
    """A password that somebody else gave us; `key` of the configuration names its file. Raises ConfigurationError."""
    path = config.resolve(secret.file)
    try:
        content = path.read_bytes().strip()
    except OSError as error:
        problem = f"{path} cannot be read: {error.strerror}."
        raise ConfigurationError(str(config.path), key, problem, WRITE_PASSWORD) from error
    if not content:
        raise ConfigurationError(str(config.path), key, f"{path} is empty.", WRITE_PASSWORD)
    return content


def shipped(name: str) -> Path:
    """A file or folder that travels with the gateway: inside the package of a wheel, beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "_shipped" / name
    return inside if inside.exists() else package.parent / name


def config_path(option: Path | None) -> Path:
    """`--config`, else `$GATEWAY_CONFIG`, else `./config.toml`."""
    return option or Path(os.environ.get("GATEWAY_CONFIG") or "config.toml")  # noqa: TID251 - the one home of the environment


def debugging() -> bool:
    """Does `$GATEWAY_DEBUG` ask for the trace of an unexpected error?"""
    return os.environ.get("GATEWAY_DEBUG", "") not in ("", "0")  # noqa: TID251 - the one home of the environment
