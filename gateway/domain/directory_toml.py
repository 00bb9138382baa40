"""Write a directory as TOML (version 1.0), in the form that import reads."""

from collections.abc import Iterable, Mapping
from datetime import date

from gateway.domain.directory_file import Row, Rows
from gateway.domain.directory_form import TABLES

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def write(rows: Rows) -> str:
    """The text of a file; what is not known is left out."""
    blocks = [_block(table, row) for table in TABLES for row in rows[table].values()]
    return "\n".join(blocks)


def _block(table: str, row: Row) -> str:
    keys = [f"{key} = {_literal(table, key, row[key])}" for key in TABLES[table].fields if row[key] is not None]
    return "\n".join((f"[[{table}]]", *keys, ""))


def _literal(table: str, key: str, value: object) -> str:
    if table == "staff" and key == "away" and isinstance(value, list):
        # stored as ISO dates in JSON, written as TOML dates
        return "[" + ", ".join(f"{{ from = {one['from']}, to = {one['to']} }}" for one in value) + "]"
    return literal(value)


def literal(value: object) -> str:
    """One value as TOML writes it. Raises TypeError for what TOML has no form for."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            return _string(value)
        case Mapping():
            return "{ " + ", ".join(f"{key} = {literal(one)}" for key, one in value.items()) + " }"
        case Iterable():
            return "[" + ", ".join(literal(one) for one in value) + "]"
    raise TypeError(f"{type(value).__name__} has no form in TOML")


def _string(value: str) -> str:
    return '"' + "".join(_ESCAPES.get(c) or _visible(c) for c in value) + '"'


def _visible(character: str) -> str:
    control = ord(character) < 32 or ord(character) == 127
    return f"\\u{ord(character):04X}" if control else character
