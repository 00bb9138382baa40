"""A TOML file as it was read: its content, and where every key of it stands."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gateway.errors import WHOLE_FILE, ConfigurationError
from gateway.toml.lines import Place, line_of, lines_of

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_PART = re.compile(r"([\w-]+)|\[(\d+)\]")
_AT_END = " (at end of document)"


def key_of(place: Place) -> str:
    """A place as people write it; where several entries may stand they count from 1."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".") or WHOLE_FILE


def place_of(key: str) -> Place:
    """The place that `key_of` calls so."""
    return tuple(int(number) - 1 if number else name for name, number in _PART.findall(key))


@dataclass(frozen=True, slots=True)
class Source:
    """One file. `text` is empty where the content came from elsewhere; then no line is known.

    `names`: how people call a place of it.
    """

    file: str
    data: Mapping[str, object]
    text: str = ""
    names: Callable[[Place], str] = key_of

    def fault(self, place: Place, problem: str, next_step: str = "") -> ConfigurationError:
        """The error to raise about a key, an entry or a table."""
        return ConfigurationError(self.file, self.names(place), problem, next_step, line=self.line(place))

    def line(self, place: Place) -> int | None:
        """The line of a key, or of what is nearest around it."""
        return line_of(self.lines, place)

    @property
    def lines(self) -> dict[Place, int]:
        """The line of every table and key."""
        return _lines(self.text)


def with_line(error: ConfigurationError, source: Source) -> ConfigurationError:
    """The same error with the line of its key, where it is about this file and knows none."""
    if error.line is not None or error.file != source.file or error.key == WHOLE_FILE:
        return error
    return source.fault(place_of(error.key), error.problem, error.next_step)


@lru_cache(maxsize=4)  # one file has many faults
def _lines(text: str) -> dict[Place, int]:
    return lines_of(text)


def read_source(path: Path, without_it: str = "") -> Source:
    """A TOML file in UTF-8, with or without a byte order mark; `without_it`: what to do where it cannot be read.

    Raises ConfigurationError.
    """
    try:
        text = _decoded(str(path), path.read_bytes())
    except OSError as error:
        raise ConfigurationError(str(path), WHOLE_FILE, f"cannot be read: {error.strerror}.", without_it) from error
    try:
        return Source(str(path), tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(str(path), str(error), text) from error


def read_toml(path: Path, without_it: str = "") -> Mapping[str, object]:
    """The content of `read_source`."""
    return read_source(path, without_it).data


def _decoded(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(
            file, WHOLE_FILE, _encoding(content, error.start), "Save the file as UTF-8.", line=line
        ) from error


def _encoding(content: bytes, place: int) -> str:
    """In what a file is written that is not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "is written in UTF-16."
    shown = content[place : place + 1].decode("cp1252", "replace")
    return f'is not written in UTF-8, but perhaps in Windows-1252, where byte {content[place]:02X} is "{shown}".'


def _no_toml(file: str, message: str, text: str) -> ConfigurationError:
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else text.count("\n") + 1
    what = _AT_LINE.sub("", message).removesuffix(_AT_END)
    what = f"{what} in column {found[2]}" if found else f"{what} at the end"
    hint = 'Every key stands once, text in quotes, lists in square brackets: key = "text".'
    return ConfigurationError(file, WHOLE_FILE, f"is not valid TOML: {what}.", hint, line=line)
