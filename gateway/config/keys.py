"""The keys that sign reply addresses and Message-IDs: one per line of their file, the first signs, all are believed.

`a:HEX` or `a:HEX:2027-11-22`: an id of one letter or digit 2-7, at least 16 bytes in hexadecimal, and the last day on
which an old key is believed. Empty lines and lines that begin with `#` are left out.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from gateway.config.reading import read_secret
from gateway.config.settings import Config
from gateway.errors import ConfigurationError, NotAllowed

KEY_IDS = "abcdefghijklmnopqrstuvwxyz234567"
KEY_BYTES_LEAST = 16


@dataclass(frozen=True, slots=True)
class TokenKey:
    """One key; `until`: the last day on which it is believed, None for ever."""

    id: str
    key: bytes = field(repr=False)
    until: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Is it believed on this day? Without a day every key is."""
        return day is None or self.until is None or day <= self.until

    @property
    def line(self) -> str:
        """As it stands in the file."""
        return ":".join((self.id, self.key.hex(), *([self.until.isoformat()] if self.until else [])))


def token_keys(config: Config) -> tuple[TokenKey, ...]:
    """All keys in the order of the file. Raises ConfigurationError."""
    path = str(config.resolve(config.gateway.secret.file))
    found: dict[str, TokenKey] = {}
    for number, line in enumerate(read_secret(config, config.gateway.secret).splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith(b"#"):
            one = _key(path, number, line.strip())
            if one.id in found:
                raise ConfigurationError(path, f"line {number}", f'the key id "{one.id}" is there twice.')
            if one.until and not found:
                raise ConfigurationError(path, f"line {number}", "the first key signs and can have no last day.")
            found[one.id] = one
    if not found:
        raise ConfigurationError(path, "file", "has no key.", "Remove it and run: gateway init")
    return tuple(found.values())


def read_keys(config: Config, day: date | None = None) -> dict[str, bytes]:
    """The keys that are believed on a day, by id; the first signs. Raises ConfigurationError."""
    return {one.id: one.key for one in token_keys(config) if one.holds_on(day)}


def rotated(keys: tuple[TokenKey, ...], new: bytes, day: date, days: int) -> tuple[TokenKey, ...]:
    """A new key in front; the one that signed is believed for so many days more, and what has ended is left out.

    Raises NotAllowed where every id is taken.
    """
    kept = [one for one in keys if one.holds_on(day)]
    kept[0] = TokenKey(kept[0].id, kept[0].key, day + timedelta(days=days))
    start = KEY_IDS.index(kept[0].id) + 1
    free = [one for one in KEY_IDS[start:] + KEY_IDS[:start] if one not in {key.id for key in keys}]
    if not free:
        raise NotAllowed("every key id is taken. Remove lines of keys that are no longer needed.")
    return (TokenKey(free[0], new), *kept)


def _key(path: str, number: int, line: bytes) -> TokenKey:
    key_id, _, rest = line.decode("ascii", "replace").partition(":")
    digits, colon, last = rest.partition(":")
    try:
        key, until = bytes.fromhex(digits), date.fromisoformat(last) if colon else None
    except ValueError:
        key, until = b"", None
    if len(key_id) != 1 or key_id not in KEY_IDS or len(key) < KEY_BYTES_LEAST:
        # the line itself is a secret and is not shown
        raise ConfigurationError(path, f"line {number}", "is not a key such as a:0123456789abcdef0123456789abcdef.")
    return TokenKey(key_id, key, until)
