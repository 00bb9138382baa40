"""Where the keys of a TOML text stand. Linear, and made for text that a TOML reader has accepted."""

import re
from collections.abc import Iterator

Place = tuple[str | int, ...]  # names of tables and keys; entries of [[tables]] by number, from 0

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|[\[\]{}]|\n|[^\"'\#\[\]{}\n]+|.",
    re.DOTALL,
)
_NAME = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*(\.?)""")


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Every header and every `key = value` with the number of its first line, without comments."""
    depth, line, begun, parts = 0, 1, 1, list[str]()
    for match in _TOKEN.finditer(text + "\n"):
        token = match[0]
        if token == "\n" and depth == 0:
            if statement := "".join(parts).strip():
                yield begun, statement
            begun, parts = line + 1, []
        elif not token.startswith("#"):
            depth += (token in "[{") - (token in "]}") if len(token) == 1 else 0
            parts.append(token)
        line += token.count("\n")


def lines_of(text: str) -> dict[Place, int]:
    """The line of every table and key, by its path."""
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    for line, statement in statements(text):
        if statement.startswith("["):
            several = statement.startswith("[[")
            table = _table(_names(statement.lstrip("[")), several, counts)
            found.setdefault(table[: len(table) - several], line)
            found.setdefault(table, line)
        else:
            found.setdefault((*table, *_names(statement)), line)
    return found


def line_of(lines: dict[Place, int], path: Place) -> int | None:
    """The line of a path, else of the nearest table or key around it."""
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)


def _names(text: str) -> list[str]:
    """The parts of a dotted key at the beginning of a text."""
    names: list[str] = []
    place, dot = 0, "."
    while dot and (match := _NAME.match(text, place)):
        names.append(match[1].strip("\"'"))
        place, dot = match.end(), match[2]
    return names


def _table(names: list[str], several: bool, counts: dict[Place, int]) -> Place:
    """The path of a header: `[[a]]` begins another entry of `a`, `[a.b]` belongs to the last one."""
    path: Place = ()
    for position, name in enumerate(names, start=1):
        path = (*path, name)
        if several and position == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
