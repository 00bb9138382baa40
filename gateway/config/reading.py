"""Read the configuration, the secrets it names and the environment; nothing else reads them."""

import os
import tomllib
from pathlib import Path

from pydantic import ValidationError

from gateway.config.settings import Config, Secret
from gateway.errors import ConfigurationError, ConfigurationFaults


def load(path: Path) -> Config:
    """The configuration in a file. Raises ConfigurationError with file, key and what is wrong, all of it."""
    data = read_toml(path, "Run: gateway init")
    try:
        return Config.model_validate({**data, "path": path.absolute()})
    except ValidationError as error:
        raise ConfigurationFaults([_fault(path, one["loc"], one["msg"]) for one in error.errors()]) from error


def read_toml(path: Path, without_it: str = "") -> dict[str, object]:
    """A TOML file; `without_it` is the next step where it cannot be read. Raises ConfigurationError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(str(path), "-", f"cannot be read: {error.strerror}.", without_it) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "-", f"is not valid TOML: {error}.") from error


def _fault(path: Path, place: tuple[int | str, ...], message: str) -> ConfigurationError:
    # where several tables may stand, people count from 1
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    return ConfigurationError(str(path), key or "-", _sentence(message), "See config.example.toml.")


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").replace("Extra inputs are not permitted", "There is no such key")
    return text if text.endswith(".") else f"{text}."


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
